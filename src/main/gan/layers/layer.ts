import type { Tensor } from '@tensorflow/tfjs-core'
import type { Affine } from './frozen'
import { parameterEntry } from './parameters'
import type { Parameter, StateEntry } from './parameters'

/**
 * `train` normalises by the batch and updates the running statistics; `eval` uses the running
 * statistics.
 */
export type Mode = 'train' | 'eval'

/** Maps vectors [N,C] or images [N,H,W,C] to vectors or images. */
export interface Layer {
  /** @param labels int32 [N], for the layers of class-conditional networks */
  forward(x: Tensor, mode: Mode, labels?: Tensor): Tensor
  /** A batch norm's complete effect in eval mode. */
  affine?(): Affine
  /**
   * A copy of the layer's current state, for eval mode only, with its own variables. A layer that
   * `absorbs` can include a following scale and shift. Layers without variables do not need this.
   */
  frozen?(then?: Affine): Layer
  readonly absorbs?: boolean
  /** In training mode, an example's output depends on the other examples of its batch. */
  readonly batchwise?: boolean
  readonly parameters: readonly Parameter[]
  /** Everything that is saved, in PyTorch's order: parameters, and values that are not trained. */
  readonly entries: readonly StateEntry[]
}

/** A layer that has no values other than its parameters, if any. */
export const simpleLayer = (
  forward: (x: Tensor) => Tensor,
  parameters: readonly Parameter[] = [],
): Layer => ({
  forward,
  parameters,
  entries: parameters.map(parameterEntry),
})
