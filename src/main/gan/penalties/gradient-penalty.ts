import { add, maximum, mean, mul, sqrt, square, sub } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { uniforms } from '../training/step-input'
import { inputOf, squaredLengths } from './penalty'
import type { Penalty } from './penalty'

/** Keeps the gradient of a length finite at 0, where it is 0 as in PyTorch's norm. */
const SMALLEST = 1e-30

export const gradientPenalty: Penalty = {
  inputs: (_, batch) => ({ mix: uniforms(1, batch) }),
  judge(judge, inputs) {
    const { real, fake } = judge.shown
    const mix = inputOf<Tensor2D>(inputs, 'mix')
    const between = add<Tensor2D>(mul(real, mix), mul(fake, sub(1, mix)))
    const outputs = judge.both()
    // An interpolated image has the real image's label.
    const { slopes } = judge.sloped({ images: between, labelled: 'real' })
    const lengths = sqrt(maximum(squaredLengths(slopes), SMALLEST))
    return { outputs, penalty: mean(square(sub(lengths, 1))) }
  },
}
