import type { Initialisation } from '../../../contract/architectures/spec'
import type { RandomStream } from '../random/random'

/**
 * How a layer's first weights and biases are drawn; `inputs` is the number of inputs per output.
 */
export interface Initial {
  weight(random: RandomStream, count: number, inputs: number): Float32Array
  bias(random: RandomStream, count: number, inputs: number): Float32Array
}

const uniform = (random: RandomStream, count: number, inputs: number): Float32Array =>
  random.fillUniform(new Float32Array(count), 1 / Math.sqrt(inputs))

/**
 * The defaults of PyTorch's Linear and convolutions: U(-1/sqrt(inputs), 1/sqrt(inputs)) for both.
 */
export const uniformByInputs: Initial = { weight: uniform, bias: uniform }

/** Weights from N(0, deviation^2), biases 0. */
const normal = (deviation: number): Initial => ({
  weight: (random, count) =>
    random.fillNormal(new Float32Array(count)).map((value) => value * deviation),
  bias: (_, count) => new Float32Array(count),
})

export const initialOf = (spec: Initialisation): Initial =>
  spec.type === 'normal' ? normal(spec.deviation) : uniformByInputs
