import { add, mean, mul, square, sub } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { logitsOf } from '../training/labels'
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
    const [ofReal, ofFake, ofNoisy] = judge.outputsOf([
      { images: real, labelled: 'real' },
      { images: fake, labelled: 'fake' },
      { images: noisy, labelled: 'real' },
    ]) as [Tensor2D, Tensor2D, Tensor2D]
    const penalty = mean<Scalar>(square(sub(logitsOf(ofReal), logitsOf(ofNoisy))))
    return { outputs: { real: ofReal, fake: ofFake }, penalty }
  },
}
