import { problemError } from '../../contract/errors'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { Metrics } from '../../contract/metrics/record'
import { notice } from '../../contract/notices'
import { epochOrder, gatherBatch, stepsPerEpoch } from './data/batches'
import type { Dataset } from './data/dataset'
import type { Gan } from './gan'
import type { RandomStream } from './random'
import { stepFeeds } from './step-runner'
import type { StepBatch, StepRunner } from './step-runner'

export interface Training {
  gan: Gan
  runner: StepRunner
  dataset: Dataset
  hyperparameters: Hyperparameters
  /** Where every latent comes from; its state belongs to the checkpoint. */
  noise: RandomStream
  /** Steps already done. */
  step: number
}

export interface StepReport {
  metrics: Metrics
  /** The generator step's images [N * pixels] in [-1, 1], where the run samples from batches. */
  images: Float32Array | undefined
}

/** How many steps a run has in all: its epochs', or fewer when it has a step limit. */
export function totalSteps(h: Hyperparameters, imageCount: number): number {
  const all = h.epochs * stepsPerEpoch(imageCount, h.batchSize)
  return h.steps === 0 ? all : Math.min(h.steps, all)
}

/** The sizes that a run's batches have: the full one, and the last one's where it is short. */
export function batchSizes(h: Hyperparameters, imageCount: number): number[] {
  const rest = imageCount % h.batchSize
  return rest === 0 ? [h.batchSize] : [h.batchSize, rest]
}

/**
 * The training loop: for each epoch, for each batch in that epoch's order, one step of the
 * discriminator and one of the generator. Yields after each step; `training.step` counts them,
 * and calling again goes on from there.
 *
 * @throws StudioError `training` at the first loss that is not finite
 */
export function* train(training: Training, signal: AbortSignal): Generator<StepReport> {
  const { dataset, hyperparameters: h } = training
  const perEpoch = stepsPerEpoch(dataset.count, h.batchSize)
  const total = totalSteps(h, dataset.count)
  const room = stepRoom(h)
  let order: { epoch: number; indices: Uint32Array } | undefined
  while (training.step < total && !signal.aborted) {
    const epoch = Math.floor(training.step / perEpoch)
    if (order?.epoch !== epoch) {
      order = { epoch, indices: epochOrder(dataset.count, h.seed, epoch) }
    }
    const index = training.step % perEpoch
    const { size, pixels } = gatherBatch(dataset, order.indices, index, h.batchSize, room.real)
    const latents = (all: Float32Array): Float32Array =>
      training.noise.fillNormal(all.subarray(0, size * h.latentDim))
    const [latentsD, latentsG] = [latents(room.latentsD), latents(room.latentsG)]
    yield takeStep(training, { size, real: pixels, latentsD, latentsG }, epoch)
  }
}

/** Where every step's input is put together: its runner has taken it over when it returns. */
function stepRoom(h: Hyperparameters): Omit<StepBatch, 'size'> {
  const images = (length: number): Float32Array => new Float32Array(h.batchSize * length)
  return {
    real: images(h.channels * h.imageSize ** 2),
    latentsD: images(h.latentDim),
    latentsG: images(h.latentDim),
  }
}

function takeStep(training: Training, batch: StepBatch, epoch: number): StepReport {
  const { gan, hyperparameters: h } = training
  const feeds = stepFeeds(gan, batch)
  const { metrics, images } = training.runner.run(feeds, { images: h.sampleLatents === 'batch' })
  const [lossD, lossG, dReal, dFake] = metrics
  training.step += 1
  const values = { lossD, lossG, dReal, dFake } as Omit<Metrics, 'step' | 'epoch'>
  refuseNonFinite(values, training.step)
  return { metrics: { step: training.step, epoch: epoch + 1, ...values }, images }
}

function refuseNonFinite(values: Omit<Metrics, 'step' | 'epoch'>, step: number): void {
  if (Object.values(values).every(Number.isFinite)) return
  const said = Object.entries(values).map(([key, value]) =>
    notice('metricValue', { key, value: String(value) }),
  )
  throw problemError('training', 'metricsDiverged', { step, values: said })
}
