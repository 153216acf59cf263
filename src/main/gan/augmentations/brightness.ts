import { add, reshape } from '@tensorflow/tfjs-core'
import type { Augmentation } from './augmentation'

/** Adds -0.5 to 0.5 to all pixels. */
export const brightness: Augmentation = {
  numbers: [(uniform) => uniform - 0.5],
  none: () => 0,
  apply: (images, amounts) => add(images, reshape(amounts, [-1, 1, 1, 1])),
}
