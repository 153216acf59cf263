import { scalar, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor1D } from '@tensorflow/tfjs-core'
import type { ClassifierSpec } from '../../../../contract/architectures/spec'
import { buildNetwork } from '../../../gan/architectures/build-network'
import type { Network } from '../../../gan/layers/network'
import { AdamW } from '../../../gan/optimisers/adam-w'
import { RandomStream } from '../../../gan/random/random'
import { crossEntropy } from '../../../gan/training/classification'
import { update } from '../../../gan/training/update'
import { imageLength } from '../batches'
import { gatherLabelled } from './labelled-images'
import type { LabelledImages } from './labelled-images'
import type { ClassifierRecipe } from './recipe'
import { shifted } from './shift'

/** The progress of training a classifier. */
export interface TrainingProgress {
  /** Steps done, of all. */
  step: number
  steps: number
  /** From 1. */
  epoch: number
  epochs: number
}

export interface ClassifierTraining {
  spec: ClassifierSpec
  /** Pixels are numbers in [-1, 1]. */
  data: LabelledImages
  recipe: ClassifierRecipe
  seed: number
  /** Called after each step. */
  onProgress?(progress: TrainingProgress): void
  signal?: AbortSignal | undefined
}

/** Milliseconds after which the process gets to do other work. */
const TURN = 50

/**
 * Trains a classifier: minimises the softmax cross-entropy with AdamW for a fixed number of epochs,
 * each with the images in another order and shifted at random. On the same engine, the same seed
 * gives the same bits.
 *
 * @returns the trained network, to be disposed of
 * @throws the signal's reason if it is aborted
 */
export async function trainClassifier(training: ClassifierTraining): Promise<Network> {
  const { spec, seed, signal } = training
  const network = buildNetwork(spec, RandomStream.seeded(seed, 'feature net', 'weights'))
  try {
    let turn = performance.now()
    for (const progress of stepsOf(network, training)) {
      training.onProgress?.(progress)
      if (performance.now() - turn < TURN) continue
      await new Promise(setImmediate)
      signal?.throwIfAborted()
      turn = performance.now()
    }
    return network
  } catch (error) {
    network.dispose()
    throw error
  }
}

function* stepsOf(network: Network, training: ClassifierTraining): Generator<TrainingProgress> {
  const { data, recipe, seed, spec } = training
  const { epochs } = recipe
  const count = data.chosen.length
  // Leftover images are skipped: a small batch would have poor statistics, and each epoch leaves
  // others over.
  const size = Math.min(recipe.batchSize, count)
  const perEpoch = Math.floor(count / size)
  const steps = epochs * perEpoch
  const random = RandomStream.seeded(seed, 'feature net', 'batches')
  const optimiser = optimiserOf(network, recipe, steps)
  try {
    for (let epoch = 1, step = 0; epoch <= epochs; epoch++) {
      const order = random.permutation(count)
      announce(data, order)
      for (let start = 0; start + size <= count; start += size) {
        const batch = gatherLabelled(
          data,
          order.subarray(start, start + size),
          imageLength(spec.input),
        )
        const pixels = shifted(batch.pixels, spec.input, recipe.shift, random)
        takeStep(network, optimiser, { ...batch, pixels }, { step, perEpoch })
        step++
        yield { step, steps, epoch, epochs }
      }
    }
  } finally {
    for (const { variable } of optimiser.entries) variable.dispose()
  }
}

/** Lets images that stay on disk be read ahead, for which the order of all images is needed. */
function announce({ images, labels, chosen }: LabelledImages, order: Uint32Array): void {
  if (chosen.length !== labels.length) return
  const indices = order.map((position) => chosen[position] as number)
  images.follow?.(indices, 0)
}

const optimiserOf = (
  network: Network,
  { learningRate, weightDecay }: ClassifierRecipe,
  steps: number,
): AdamW =>
  new AdamW(network.parameters, {
    learningRate: ({ step }) => (learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2,
    ...{ beta1: 0.9, beta2: 0.999, momentum: 0, weightDecay },
  })

interface Batch {
  /** [N, channels, size, size] */
  pixels: Float32Array
  /** [N] */
  labels: Int32Array
}

function takeStep(
  network: Network,
  optimiser: AdamW,
  { pixels, labels }: Batch,
  { step, perEpoch }: { step: number; perEpoch: number },
): void {
  const count = labels.length
  tidy(() => {
    const images = tensor2d(pixels, [count, pixels.length / count])
    const classes: Tensor1D = tensor1d(labels, 'int32')
    optimiser.updates++
    const position = {
      ...{ step, stepsPerEpoch: perEpoch, imagesSeen: step * count },
      size: () => count,
    }
    const rates = Object.entries(optimiser.ratesOf(optimiser.updates, position))
    const tensors = Object.fromEntries(rates.map(([name, rate]) => [name, scalar(rate)]))
    update(network, optimiser, tensors, () => ({
      loss: crossEntropy(network.forward(images, 'train'), classes),
    }))
  })
}
