import type { Initialisation } from '../../../contract/architectures/spec'
import type { RandomStream } from '../random/random'

/** The numbers of inputs per output and of outputs per input. */
export interface Fan {
  inputs: number
  outputs: number
}

/** How a layer's first weights and biases are drawn. */
export interface Initial {
  weight(random: RandomStream, count: number, fan: Fan): Float32Array
  bias(random: RandomStream, count: number, fan: Fan): Float32Array
}

const uniform = (random: RandomStream, count: number, { inputs }: Fan): Float32Array =>
  random.fillUniform(new Float32Array(count), 1 / Math.sqrt(inputs))

/**
 * The defaults of PyTorch's Linear and convolutions: U(-1/sqrt(inputs), 1/sqrt(inputs)) for both.
 */
export const uniformByInputs: Initial = { weight: uniform, bias: uniform }

const withoutBias = (weight: Initial['weight']): Initial => ({
  weight,
  bias: (_, count) => new Float32Array(count),
})

/** Weights from N(0, deviation^2). */
const normal = (deviationOf: (fan: Fan) => number): Initial =>
  withoutBias((random, count, fan) => {
    const deviation = deviationOf(fan)
    return random.fillNormal(new Float32Array(count)).map((value) => value * deviation)
  })

/** See `Initialisation` for what each type means. */
export function initialOf(spec: Initialisation): Initial {
  switch (spec.type) {
    case 'uniformByInputs':
      return uniformByInputs
    case 'normal':
      return normal(() => spec.deviation)
    case 'kaimingNormal':
      return normal(({ inputs }) => spec.gain / Math.sqrt(inputs))
    case 'xavierUniform':
      return withoutBias((random, count, { inputs, outputs }) => {
        const limit = spec.gain * Math.sqrt(6 / (inputs + outputs))
        return random.fillUniform(new Float32Array(count), limit)
      })
    case 'zero':
      return withoutBias((_, count) => new Float32Array(count))
  }
}
