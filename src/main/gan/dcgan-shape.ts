import type { Hyperparameters } from '../../contract/hyperparameters'
import type { ParameterCounts } from './parameter-counts'

/*
 * The sizes of the networks in dcgan.ts, without making them: for showing before a run starts,
 * in a process that has no tensors.
 */

/** Every convolution's filter and stride; a transposed one has output_padding 1 beside. */
export const convolution = { kernel: 5, stride: 2, padding: 2 } as const

/** Channels at a half and at a quarter of the image's size. */
export const NARROW = 32
export const WIDE = 64

/** What two convolutions leave of an image, and two transposed ones begin with. */
export const convolved = (imageSize: number): { channels: number; size: number } => ({
  channels: WIDE,
  size: imageSize / convolution.stride ** 2,
})

/** How many numbers the training changes, in each network. */
export function dcganParameterCounts({
  latentDim,
  imageSize,
  channels,
}: Pick<Hyperparameters, 'latentDim' | 'imageSize' | 'channels'>): ParameterCounts {
  const features = WIDE * convolved(imageSize).size ** 2
  const filters = convolution.kernel ** 2 * (NARROW * WIDE + channels * NARROW)
  // A scale and an offset for each normalised channel, and the last layer's biases.
  const generator = (latentDim + 1) * features + filters + 2 * (WIDE + NARROW) + channels
  return { generator, discriminator: filters + NARROW + WIDE + features + 1 }
}
