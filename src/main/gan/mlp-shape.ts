import type { Hyperparameters } from '../../contract/hyperparameters'
import type { ParameterCounts } from './parameter-counts'

/*
 * The sizes of the networks in mlp.ts, without making them: for showing before a run starts,
 * in a process that has no tensors.
 */

const generatorBlocks = [128, 256, 512, 1024] as const
const discriminatorLayers = [512, 256, 1] as const

/** How many numbers the training changes, in each network. */
export function mlpParameterCounts({
  latentDim,
  imageSize,
  channels,
}: Pick<Hyperparameters, 'latentDim' | 'imageSize' | 'channels'>): ParameterCounts {
  const pixels = channels * imageSize ** 2
  // Every block but the first has batch norm, with a scale and an offset a feature.
  const normalised = generatorBlocks.slice(1).reduce((sum, features) => sum + 2 * features, 0)
  return {
    generator: denseCount([latentDim, ...generatorBlocks, pixels]) + normalised,
    discriminator: denseCount([pixels, ...discriminatorLayers]),
  }
}

/** Weights and biases of fully connected layers between these sizes. */
function denseCount(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, outputs, i) => sum + ((sizes[i] ?? 0) + 1) * outputs, 0)
}
