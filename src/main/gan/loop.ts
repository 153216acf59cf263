import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { StudioError } from '../../contract/errors'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { Metrics } from '../../contract/run'
import { epochOrder, gatherBatch, stepsPerEpoch } from './data/batches'
import type { Dataset } from './data/dataset'
import type { Gan } from './gan'
import type { RandomStream } from './random'
import { trainStep } from './steps'

export interface Training {
  gan: Gan
  dataset: Dataset
  hyperparameters: Hyperparameters
  /** Where every latent comes from; its state belongs to the checkpoint. */
  noise: RandomStream
  /** Steps already done. */
  step: number
}

export interface StepReport {
  metrics: Metrics
  /** The generator step's images [N, pixels] in [-1, 1], read when called, before the next step. */
  images(): Float32Array
}

/** How many steps a run has in all: its epochs', or fewer when it has a step limit. */
export function totalSteps(h: Hyperparameters, imageCount: number): number {
  const all = h.epochs * stepsPerEpoch(imageCount, h.batchSize)
  return h.steps === 0 ? all : Math.min(h.steps, all)
}

/**
 * The training loop: for each epoch, for each batch in that epoch's order, one step of the
 * discriminator and one of the generator. Yields after each step; `training.step` counts them,
 * and calling again goes on from there.
 *
 * @throws StudioError `training` at the first loss that is not finite
 */
export async function* train(training: Training, signal: AbortSignal): AsyncGenerator<StepReport> {
  const { dataset, hyperparameters: h } = training
  const perEpoch = stepsPerEpoch(dataset.count, h.batchSize)
  const total = totalSteps(h, dataset.count)
  let order: { epoch: number; indices: Uint32Array } | undefined
  while (training.step < total && !signal.aborted) {
    const epoch = Math.floor(training.step / perEpoch)
    if (order?.epoch !== epoch) {
      order = { epoch, indices: epochOrder(dataset.count, h.seed, epoch) }
    }
    const batch = gatherBatch(dataset, order.indices, training.step % perEpoch, h.batchSize)
    yield* oneStep(training, batch, epoch)
  }
}

async function* oneStep(
  training: Training,
  batch: { size: number; pixels: Float32Array },
  epoch: number,
): AsyncGenerator<StepReport> {
  const { latentDim } = training.hyperparameters
  const latents = (): Float32Array =>
    training.noise.fillNormal(new Float32Array(batch.size * latentDim))
  const [zD, zG] = [latents(), latents()]
  const { metrics, images } = tidy(() =>
    trainStep(training.gan, {
      real: tensor2d(batch.pixels, [batch.size, batch.pixels.length / batch.size]),
      latentsD: tensor2d(zD, [batch.size, latentDim]),
      latentsG: tensor2d(zG, [batch.size, latentDim]),
    }),
  )
  try {
    const [lossD, lossG, dReal, dFake] = await metrics.data<'float32'>()
    training.step += 1
    const report = { step: training.step, epoch: epoch + 1 }
    const values = { lossD, lossG, dReal, dFake } as Omit<Metrics, 'step' | 'epoch'>
    refuseNonFinite(values, training.step)
    yield { metrics: { ...report, ...values }, images: () => images.dataSync<'float32'>() }
  } finally {
    metrics.dispose()
    images.dispose()
  }
}

function refuseNonFinite(values: Omit<Metrics, 'step' | 'epoch'>, step: number): void {
  if (Object.values(values).every(Number.isFinite)) return
  throw new StudioError(
    'training',
    `training diverged: at step ${step} the losses are D ${values.lossD}, G ${values.lossG}`,
    {
      remedy:
        'The last checkpoint is good. Start a new run with a lower learning rate or another seed.',
    },
  )
}
