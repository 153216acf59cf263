import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { parameterEntry } from './parameters'
import type { Layer } from './layer'
import type { Parameter } from './parameters'

/** Applies a weight and a bias, if the layer has one. */
export type Weighted = (x: Tensor, weight: Tensor, bias?: Tensor) => Tensor

/** Makes a layer from a weight and an optional bias. */
export const weightedLayer =
  (apply: Weighted) =>
  (parameters: readonly Parameter[]): Layer => {
    const [weight, bias] = parameters.map(({ variable }) => variable) as [Variable, Variable?]
    return {
      forward: (x) => apply(x, weight, bias),
      parameters,
      entries: parameters.map(parameterEntry),
    }
  }
