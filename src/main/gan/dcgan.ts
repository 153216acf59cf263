import type { StateDict } from '../../contract/tensors'
import { BatchNorm2d, Conv2d, ConvTranspose2d, Flatten, imagesOfRows } from './conv'
import { ReLU, rowsOfImages, Unflatten } from './conv'
import type { ImageShape } from './conv'
import { convolution, convolved, WIDE, NARROW } from './dcgan-shape'
import { normal } from './initial'
import { Dense, LeakyReLU, Tanh } from './layers'
import { Network } from './network'
import type { RandomStream } from './random'

/*
 * A small convolutional GAN after Radford et al. (2016), "Unsupervised representation learning
 * with deep convolutional generative adversarial networks": images are made and judged in two
 * halvings of their size, with strides instead of pooling, batch norm and ReLU in the generator,
 * leaky ReLU in the discriminator, and weights from N(0, 0.02^2). Two things differ. The
 * discriminator has no batch norm: of its two convolutions the paper leaves it off the first
 * anyway, and without it a logit depends on its own image alone. And filters are 5 x 5 as in the
 * paper but channels few, for images of 28 pixels rather than 64.
 */

const options = { ...convolution, initial: normal(0.02) }
const SLOPE = 0.2

/** latents [N, latentDim] -> images [N, channels * size * size] in [-1, 1] */
export function dcganGenerator(
  latentDim: number,
  image: ImageShape,
  random: RandomStream,
): Network {
  const seed = convolved(image.size)
  return new Network(
    [
      Dense(latentDim, seed, random, options.initial),
      Unflatten(seed),
      BatchNorm2d(WIDE),
      ReLU(),
      ConvTranspose2d(WIDE, NARROW, random, { ...options, bias: false }),
      BatchNorm2d(NARROW),
      ReLU(),
      ConvTranspose2d(NARROW, image.channels, random, options),
      Tanh(),
    ],
    { output: (images) => rowsOfImages(images, image) },
  )
}

/** images [N, channels * size * size] -> logits [N, 1]; sigmoid of a logit is the belief that the image is real */
export function dcganDiscriminator(image: ImageShape, random: RandomStream): Network {
  return new Network(
    [
      Conv2d(image.channels, NARROW, random, options),
      LeakyReLU(SLOPE),
      Conv2d(NARROW, WIDE, random, options),
      LeakyReLU(SLOPE),
      Flatten(),
      Dense(convolved(image.size), 1, random, options.initial),
    ],
    { input: (rows) => imagesOfRows(rows, image) },
  )
}

/** The latent size and image shape that a generator's weights were made for, if they are a DCGAN's. */
export function dcganGeneratorShape(
  state: StateDict,
): (ImageShape & { latentDim: number }) | undefined {
  const [features, latentDim] = state.get('model.0.weight')?.shape ?? []
  const channels = state.get('model.7.weight')?.shape[1]
  if (features === undefined || latentDim === undefined) return undefined
  const size = 4 * Math.sqrt(features / WIDE)
  const fits = Number.isInteger(size / 4) && (channels === 1 || channels === 3)
  return fits ? { latentDim, channels, size } : undefined
}
