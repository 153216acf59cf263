import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'

/**
 * A random change of an image that the discriminator is shown (Zhao et al., Differentiable
 * Augmentation for Data-Efficient GAN Training, 2020), differentiable so that the generator learns
 * through it.
 */
export interface Augmentation {
  /**
   * The numbers that describe an image's change: each a function of a number from U(0, 1) and of the
   * image's size.
   */
  readonly numbers: readonly ((uniform: number, size: number) => number)[]
  /** The value that leaves an image unchanged if all of these numbers have it. */
  none(size: number): number
  /** @param numbers [N, count], a row for each image */
  apply(images: Tensor4D, numbers: Tensor2D): Tensor4D
}

/** A whole number from `least` on, one of `count`. */
export const whole = (uniform: number, least: number, count: number): number =>
  least + Math.floor(uniform * count)
