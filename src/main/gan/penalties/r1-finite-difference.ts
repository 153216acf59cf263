import { add, mean, mul, square, sub } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { normals } from '../training/step-input'
import { inputOf } from './penalty'
import type { Penalty } from './penalty'

/** The standard deviation of the noise. */
const SIGMA = 0.01

export const r1FiniteDifference: Penalty = {
  inputs: (pixels, batch) => ({ noise: normals(pixels, batch) }),
  judge(judge, inputs) {
    const { real, fake } = judge.shown
    const noisy = add<Tensor2D>(real, mul(inputOf(inputs, 'noise'), SIGMA))
    const [realLogits, fakeLogits, noisyLogits] = judge.logitsOf([real, fake, noisy]) as [
      ...[Tensor2D, Tensor2D, Tensor2D],
    ]
    const penalty = mean<Scalar>(square(sub(realLogits, noisyLogits)))
    return { logits: { real: realLogits, fake: fakeLogits }, penalty }
  },
}
