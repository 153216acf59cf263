import { add, mean, mul, reshape, sub } from '@tensorflow/tfjs-core'
import type { Augmentation } from './augmentation'

/** Moves each pixel's channels away from their mean, by 0 to 2 times their distance. */
export const saturation: Augmentation = {
  numbers: [(uniform) => 2 * uniform],
  none: () => 1,
  apply(images, factors) {
    const grey = mean(images, 1, true)
    return add(mul(sub(images, grey), reshape(factors, [-1, 1, 1, 1])), grey)
  },
}
