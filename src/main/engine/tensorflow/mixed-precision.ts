import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { CastChoices, MixedPrecision } from '../engine'
import { currentPrecision } from '../precision'
import type { OpAttribute, TensorflowBackend } from './binding'
import { isFaster } from './time-forms'

/** TensorFlow's DT_BFLOAT16, for which the addon has no constant. */
const BFLOAT16 = 14

/** A product or a convolution: an op whose float32 inputs and output may be bfloat16 instead. */
export interface CastableOp {
  name: string
  inputs: TensorInfo[]
  /** @param type of the inputs and the output */
  attributes(type: number): OpAttribute[]
  /** Runs the op in float32, in its fastest form. */
  float32(): TensorInfo
}

/** Runs an op in the precision chosen for it. */
export type CastingRunner = (op: CastableOp) => TensorInfo

interface Casting extends MixedPrecision {
  run: CastingRunner
}

/**
 * Runs products and convolutions in bfloat16 within `inPrecision('bfloat16', ...)`, where that is
 * faster: their inputs are cast before and their output after. Each op and shape is timed in both
 * precisions when it first occurs, and the choice is kept. In compiled steps, TensorFlow casts a
 * tensor once for all ops that use it, so a timing counts half of the inputs' casts.
 *
 * @param force the choice for all ops, without timing; for tests
 */
export function mixedPrecision(backend: TensorflowBackend, force?: boolean): Casting {
  const choices = new Map<string, boolean>()
  const forms = bfloat16Forms(backend)
  const measure = (op: CastableOp): boolean => {
    // New constants become tensors of the addon at their first use, which must be recorded.
    backend.getInputTensorIds(op.inputs)
    return force ?? forms.unrecorded(() => isFaster(forms.timed(op)))
  }
  return {
    run(op) {
      if (currentPrecision() === 'float32') return op.float32()
      const key = keyOf(backend, op)
      const cast = choices.get(key) ?? measure(op)
      choices.set(key, cast)
      return cast ? forms.cast(op) : op.float32()
    },
    choices: () => Object.fromEntries(choices),
    restore(kept: CastChoices) {
      choices.clear()
      for (const [key, cast] of Object.entries(kept)) choices.set(key, cast)
    },
  }
}

/** An op's name, its inputs' shapes and its attributes: what its speed depends on. */
function keyOf({ binding }: TensorflowBackend, { name, inputs, attributes }: CastableOp): string {
  const shapes = inputs.map(({ shape }) => shape.join('x'))
  const own = attributes(BFLOAT16).filter(({ type }) => type !== binding.TF_ATTR_TYPE)
  return [name, ...shapes, ...own.map(({ name, value }) => `${name}=${String(value)}`)].join(' ')
}

function bfloat16Forms(backend: TensorflowBackend) {
  const plain = backend.binding
  const execute = (name: string, attributes: OpAttribute[], inputs: number[]) => {
    const [output] = backend.binding.executeOp(name, attributes, inputs, 1)
    if (output === undefined) throw new Error(`${name} gave nothing`)
    return output
  }
  const type = (name: string, value: number): OpAttribute => ({
    name,
    type: plain.TF_ATTR_TYPE,
    value,
  })
  const castTo = (to: number, from: number, id: number) =>
    execute(
      'Cast',
      [
        type('SrcT', from),
        type('DstT', to),
        { name: 'Truncate', type: plain.TF_ATTR_BOOL, value: false },
      ],
      [id],
    )
  const free = (ids: readonly number[]): void => ids.forEach((id) => plain.deleteTensor(id))

  /** The inputs' ids, with float32 inputs cast, and the ids to free. */
  const castInputs = (inputs: TensorInfo[]) => {
    const made: number[] = []
    const ids = backend.getInputTensorIds(inputs).map((id, i) => {
      if (inputs[i]?.dtype !== 'float32') return id
      const { id: cast } = castTo(BFLOAT16, plain.TF_FLOAT, id)
      made.push(cast)
      return cast
    })
    return { ids, made }
  }
  const cast = ({ name, inputs, attributes }: CastableOp): Tensor => {
    const { ids, made } = castInputs(inputs)
    const { id } = execute(name, attributes(BFLOAT16), ids)
    const output = castTo(plain.TF_FLOAT, BFLOAT16, id)
    free([...made, id])
    return backend.createOutputTensor(output)
  }
  return {
    cast,
    /** The two forms and the shared casts, to be timed. */
    timed: (op: CastableOp) => ({
      float32: () => tidy(() => void op.float32()),
      bfloat16: () => cast(op).dispose(),
      inputCasts: () => free(castInputs(op.inputs).made),
    }),
    /** Runs work without recording its ops. */
    unrecorded<T>(work: () => T): T {
      const { binding } = backend
      backend.binding = plain
      try {
        return work()
      } finally {
        backend.binding = binding
      }
    },
  }
}
