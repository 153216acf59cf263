import { add, mean, mul, reshape, sub } from '@tensorflow/tfjs-core'
import type { Augmentation } from './augmentation'

/** Moves all values away from the image's mean, by 0.5 to 1.5 times their distance. */
export const contrast: Augmentation = {
  numbers: [(uniform) => uniform + 0.5],
  none: () => 1,
  apply(images, factors) {
    const level = mean(images, [1, 2, 3], true)
    return add(mul(sub(images, level), reshape(factors, [-1, 1, 1, 1])), level)
  },
}
