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

/** The layouts of the singular vectors, if PyTorch orders them differently. */
interface VectorLayouts {
  u?: Layout
  v?: Layout
}

/**
 * A layer whose weight is divided by its largest singular value, like torch.nn.utils.spectral_norm:
 * every pass in training mode takes one step of the power method first, in eval mode none. The last
 * axis of the weight counts the outputs.
 */
export function SpectralNormed(
  [weight, bias]: readonly [Parameter, ...Parameter[]],
  apply: Weighted,
  layouts: VectorLayouts,
  random: RandomStream,
): Layer {
  const { shape } = weight.variable
  const outputs = shape.at(-1) ?? 0
  const [u, v] = [outputs, weight.variable.size / outputs].map((count) =>
    newVariable(unitVector(random, count), [count], false),
  ) as [ReturnType<typeof newVariable>, ReturnType<typeof newVariable>]
  const matrix = (): Tensor => reshape(weight.variable, [-1, outputs])
  const normalised = (): Tensor => reshape(spectralNorm(matrix(), u, v), shape)
  const offset = bias === undefined ? [] : [bias]
  const parameters = [...offset, { ...weight, name: 'weight_orig' }]
  return {
    forward(x, mode) {
      if (mode === 'train') {
        const [left, right] = powerIteration(matrix(), u)
        u.assign(left)
        v.assign(right)
      }
      return apply(x, normalised(), bias?.variable)
    },
    absorbs: true,
    frozen(then) {
      const values = [normalised(), ...offset.map(({ variable }) => variable)]
      return freezing(weightedLayer(apply), values, shape.length - 1).frozen(then)
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
