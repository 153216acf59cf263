import { reshape } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { powerIteration, spectralNorm } from '../../engine/ops/spectral-norm'
import type { RandomStream } from '../random/random'
import { freezing } from './frozen'
import type { Layer } from './layer'
import { newVariable, parameterEntry } from './parameters'
import type { Layout, Parameter } from './parameters'
import { weightedLayer } from './weighted'
import type { Weighted } from './weighted'

interface Options {
  /** The layouts of the singular vectors, if PyTorch orders them differently. */
  u?: Layout | undefined
  v?: Layout | undefined
  /** The axis of the weight that counts the outputs; the last by default. */
  outputs?: 'first' | 'last'
}

/**
 * A layer whose weight is divided by its largest singular value, like torch.nn.utils.spectral_norm:
 * every pass in training mode takes one step of the power method first, in eval mode none.
 */
export function SpectralNormed(
  [weight, bias]: readonly [Parameter, ...Parameter[]],
  apply: Weighted,
  random: RandomStream,
  { outputs = 'last', ...layouts }: Options = {},
): Layer {
  const { shape } = weight.variable
  const first = outputs === 'first'
  const count = shape.at(first ? 0 : -1) ?? 0
  const [u, v] = [count, weight.variable.size / count].map((length) =>
    newVariable(unitVector(random, length), [length], false),
  ) as [ReturnType<typeof newVariable>, ReturnType<typeof newVariable>]
  const matrix = (): Tensor => reshape(weight.variable, first ? [count, -1] : [-1, count])
  const normalised = (): Tensor =>
    reshape(first ? spectralNorm(matrix(), v, u) : spectralNorm(matrix(), u, v), shape)
  const offset = bias === undefined ? [] : [bias]
  const parameters = [...offset, { ...weight, name: 'weight_orig' }]
  return {
    forward(x, mode) {
      if (mode === 'train') {
        const [left, right] = powerIteration(matrix(), u, first ? 'rows' : 'columns')
        u.assign(left)
        v.assign(right)
      }
      return apply(x, normalised(), bias?.variable)
    },
    absorbs: true,
    frozen(then) {
      const values = [normalised(), ...offset.map(({ variable }) => variable)]
      return freezing(weightedLayer(apply), values, first ? 0 : shape.length - 1).frozen(then)
    },
    parameters,
    entries: [
      ...parameters.map(parameterEntry),
      parameterEntry(named('weight_u', u, layouts.u)),
      parameterEntry(named('weight_v', v, layouts.v)),
    ],
  }
}

const named = (name: string, variable: Parameter['variable'], layout?: Layout): Parameter =>
  layout === undefined ? { name, variable } : { name, variable, layout }

function unitVector(random: RandomStream, count: number): Float32Array {
  const values = random.fillNormal(new Float32Array(count))
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return values.map((value) => value / length)
}
