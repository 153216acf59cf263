import type { StateDict } from '../../contract/tensors'
import type { ImageShape } from './conv'
import { BatchNorm1d, Dense, LeakyReLU, Tanh } from './layers'
import { Network } from './network'
import type { RandomStream } from './random'

/*
 * The classic GAN's two multilayer perceptrons (Goodfellow et al., 2014), in the sizes of the
 * reference implementation.
 */

const pixels = ({ channels, size }: ImageShape): number => channels * size * size

const SLOPE = 0.2
/** The reference gives 0.8 as BatchNorm's second argument, which is epsilon; kept, as results depend on it. */
const EPSILON = 0.8

/** latents [N, latentDim] -> images [N, channels * size * size] in [-1, 1] */
export function mlpGenerator(latentDim: number, image: ImageShape, random: RandomStream): Network {
  const block = (inputs: number, outputs: number) => [
    Dense(inputs, outputs, random),
    BatchNorm1d(outputs, EPSILON),
    LeakyReLU(SLOPE),
  ]
  return new Network([
    Dense(latentDim, 128, random),
    LeakyReLU(SLOPE),
    ...block(128, 256),
    ...block(256, 512),
    ...block(512, 1024),
    Dense(1024, pixels(image), random),
    Tanh(),
  ])
}

/** images [N, channels * size * size] -> logits [N, 1]; sigmoid of a logit is the belief that the image is real */
export function mlpDiscriminator(image: ImageShape, random: RandomStream): Network {
  return new Network([
    Dense(pixels(image), 512, random),
    LeakyReLU(SLOPE),
    Dense(512, 256, random),
    LeakyReLU(SLOPE),
    Dense(256, 1, random),
  ])
}

/** The latent size and image shape that a generator's weights were made for, if they are an MLP's. */
export function mlpGeneratorShape(
  state: StateDict,
): (ImageShape & { latentDim: number }) | undefined {
  const latentDim = state.get('model.0.weight')?.shape[1]
  const outputs = state.get('model.11.weight')?.shape[0]
  if (latentDim === undefined || outputs === undefined) return undefined
  for (const channels of [1, 3]) {
    const size = Math.sqrt(outputs / channels)
    if (Number.isInteger(size)) return { latentDim, channels, size }
  }
  return undefined
}
