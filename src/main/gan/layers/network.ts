import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Labels } from '../../../contract/architectures/labels'
import type { Notice } from '../../../contract/notices'
import type { HostTensor, StateDict } from '../../../contract/tensors'
import { inScope } from '../../engine/in-scope'
import type { Layer, Mode } from './layer'
import type { Parameter, StateEntry } from './parameters'
import { forwardThrough, frozenLayers, namedIn } from './sequence'

/** Converts rows of numbers to the first layer's input, and the last layer's output to rows. */
export interface Ends {
  input?(rows: Tensor2D): Tensor
  output?(last: Tensor): Tensor2D
}

/**
 * Layers in sequence, whose values have PyTorch's names: `model.<index>.<value>`, and
 * `model.<index>.main.<index>.<value>` within a residual layer.
 */
export class Network {
  readonly parameters: readonly Parameter[]
  readonly entries: readonly StateEntry[]

  constructor(
    private readonly layers: readonly Layer[],
    private readonly ends: Ends = {},
    /** Builds another network of the same kind, with any values. */
    private readonly rebuild?: () => Network,
    /** The labels that the network takes or predicts, if it is class-conditional. */
    readonly labels?: Labels,
  ) {
    this.parameters = namedIn(layers, 'model', (layer) => layer.parameters)
    this.entries = namedIn(layers, 'model', (layer) => layer.entries)
  }

  /** @param labels int32 [N]; ignored by a network that does not take any */
  forward(x: Tensor2D, mode: Mode, labels?: Tensor): Tensor2D {
    const { input, output } = this.ends
    const first = input === undefined ? x : input(x)
    const last = forwardThrough(this.layers, first, mode, labels)
    return output === undefined ? (last as Tensor2D) : output(last)
  }

  /**
   * The output of the last layer but one, and that of the last, in eval mode. The last layer of a
   * classifier is linear, so its input are features that separate the classes linearly.
   */
  lastTwo(x: Tensor2D): { features: Tensor2D; scores: Tensor2D } {
    const [rest, last] = [this.layers.slice(0, -1), this.layers.slice(-1)]
    const features = forwardThrough(rest, this.ends.input?.(x) ?? x, 'eval') as Tensor2D
    return { features, scores: forwardThrough(last, features, 'eval') as Tensor2D }
  }

  /**
   * An independent network that gives the same images in eval mode, up to rounding, in fewer passes
   * over them: each batch norm is folded into the layer before it, if that has weights. Later
   * changes of this network do not affect it.
   */
  frozen(): Network {
    return new Network(
      inScope(() => frozenLayers(this.layers)),
      this.ends,
      undefined,
      this.labels,
    )
  }

  /** In training mode, an example's output depends on the other examples of its batch. */
  get batchwise(): boolean {
    return this.layers.some(({ batchwise }) => batchwise === true)
  }

  /** An independent network with the same values. */
  copy(): Network {
    if (this.rebuild === undefined) throw new Error('this network cannot be copied')
    const twin = this.rebuild()
    twin.entries.forEach(({ variable }, i) => {
      const from = this.entries[i]?.variable
      if (from !== undefined) tidy(() => variable.assign(from.clone()))
    })
    return twin
  }

  get parameterCount(): number {
    return this.parameters.reduce((sum, { variable }) => sum + variable.size, 0)
  }

  stateDict(): StateDict {
    return new Map(this.entries.map((entry) => [entry.name, entry.read()]))
  }

  /**
   * Loads a state dict; nothing changes unless all of it fits. A missing `num_batches_tracked` is
   * allowed, as in PyTorch.
   *
   * @throws StudioError `checkpoint` that lists missing, unknown and differently shaped tensors
   */
  loadStateDict(state: StateDict, where: string): void {
    refuseMisfit(this.entries, state, where)
    for (const entry of this.entries) {
      const value = state.get(entry.name)
      if (value !== undefined) entry.write(value)
    }
  }

  dispose(): void {
    for (const { variable } of this.entries) variable.dispose()
  }
}

/** The most tensors that an error lists. */
const MAX_LISTED = 6

/**
 * Refuses a state dict that is not that of a network with these values.
 *
 * @throws StudioError `checkpoint` that lists missing, unknown and differently shaped tensors
 */
export function refuseMisfit(
  values: readonly Pick<StateEntry, 'name' | 'shape'>[],
  state: StateDict,
  where: string,
): void {
  const problems = values.flatMap((value) => mismatch(value, state.get(value.name)))
  const known = new Set(values.map(({ name }) => name))
  for (const name of state.keys())
    if (!known.has(name)) problems.push(notice('tensorUnknown', { name }))
  const more = problems.length - MAX_LISTED
  const why =
    more <= 0
      ? problems
      : [...problems.slice(0, MAX_LISTED), notice('moreTensors', { count: more })]
  if (why.length > 0) throw problemError('checkpoint', 'weightsDoNotFit', { why }, { where })
}

function mismatch(
  { name, shape }: Pick<StateEntry, 'name' | 'shape'>,
  value: HostTensor | undefined,
): Notice[] {
  const counts = name.endsWith('num_batches_tracked')
  if (value === undefined) return counts ? [] : [notice('tensorMissing', { name })]
  const differs = (found: string, wanted: string) => [
    notice('tensorDiffers', { name, found, wanted }),
  ]
  const wanted = counts ? 'I64' : 'F32'
  if (value.dtype !== wanted) return differs(value.dtype, wanted)
  const fits =
    value.shape.length === shape.length && value.shape.every((size, axis) => size === shape[axis])
  return fits ? [] : differs(`[${value.shape.join(',')}]`, `[${shape.join(',')}]`)
}
