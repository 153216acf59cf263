import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { labelTensor } from './training/labels'
import type { Network } from './layers/network'

/** Values generated at a time: enough to keep the engine busy, and 4 MiB. */
const VALUES_AT_ONCE = 2 ** 20

/** The best number of images to generate at a time; each has `length` values. */
export const imagesAtOnce = (imageLength: number): number =>
  Math.max(1, Math.floor(VALUES_AT_ONCE / imageLength))

/**
 * A generator's images for some latents, using its running statistics.
 *
 * @param latents [N * latentDim]
 * @param labels [N], if the generator takes any
 * @returns pixels [N * channels * size * size] in [-1, 1]
 */
export function makeImages(
  generator: Network,
  latents: Float32Array,
  latentDim: number,
  labels?: Int32Array,
): Float32Array {
  const images = tidy(() =>
    generator.forward(
      tensor2d(latents, [latents.length / latentDim, latentDim]),
      'eval',
      labelTensor(labels),
    ),
  )
  try {
    // Read outside `tidy`, which would search its result for tensors pixel by pixel. That took
    // longer than generating the images.
    return images.dataSync<'float32'>()
  } finally {
    images.dispose()
  }
}
