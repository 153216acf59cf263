import { createHash } from 'node:crypto'
import type { OpAttribute, TensorflowBinding } from '../binding'
import type { RecordedConstant, RecordedInPlace, RecordedOp } from './record'
import type { Trace } from './recorded-step'

/*
 * Describes a step independently of when it was recorded: ops by their position, tensors by their
 * origin.
 */

interface DescribedOp {
  title: string
  attributes: ReadonlyMap<string, string>
  inputs: readonly string[]
}

interface Description {
  ops: readonly DescribedOp[]
  /** The final value of each variable and each output, by name. */
  results: ReadonlyMap<string, string>
}

/** Ops that draw random numbers from their own state. */
const RANDOM = /^(Random|Multinomial|TruncatedNormal|ParameterizedTruncatedNormal)/

/**
 * Compares two recordings of one step: ops, attributes, wiring, constants, outputs and the final
 * values of the variables.
 *
 * @throws Error that names what differs, or what would differ when replayed
 */
export function refuseDifference(binding: TensorflowBinding, first: Trace, second: Trace): void {
  const [a, b] = [describe(binding, first), describe(binding, second)]
  a.ops.forEach((op, i) => {
    const other = b.ops[i]
    if (other !== undefined) refuseOtherOp(op, other)
  })
  if (a.ops.length !== b.ops.length) {
    const counts = `${a.ops.length} ops once and ${b.ops.length} the next time`
    throw new Error(`the step is not the same every time: ${counts}`)
  }
  refuseOtherValues('', a.results, b.results)
}

function refuseOtherOp(a: DescribedOp, b: DescribedOp): void {
  if (a.title !== b.title) {
    throw new Error(`the step is not the same every time: ${a.title}, then ${b.title}`)
  }
  refuseOtherValues(`the attribute `, a.attributes, b.attributes, ` of ${a.title}`)
  const numbered = ({ inputs }: DescribedOp) => new Map(inputs.map((one, k) => [`${k + 1}`, one]))
  refuseOtherValues('input ', numbered(a), numbered(b), ` of ${a.title}`)
}

function refuseOtherValues(
  before: string,
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
  after = '',
): void {
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const values = [a.get(name) ?? 'absent', b.get(name) ?? 'absent'] as const
    if (values[0] === values[1]) continue
    throw new Error(
      `${before}${name}${after} is ${values.join(' once and ')} the next time; ` +
        'what differs from step to step must be an input',
    )
  }
}

function describe(binding: TensorflowBinding, trace: Trace): Description {
  const names = new Map<number, string>()
  const nameOf = (id: number, user: string): string => {
    const constant = trace.recording.constants.get(id)
    const name = names.get(id) ?? (constant && describeConstant(binding, constant))
    if (name !== undefined) return name
    throw new Error(`${user} uses a tensor from outside that is neither variable nor input`)
  }
  for (const { name, idBefore } of trace.variables) names.set(idBefore, `variable ${name}`)
  for (const { name, id } of trace.feeds) names.set(id, `input ${name}`)
  const ops = trace.recording.ops.map((op, i) => {
    const title = `op ${i + 1} (${op.name})`
    if (RANDOM.test(op.name)) {
      throw new Error(`${title} draws random numbers of its own; they must be an input`)
    }
    const inputs = inputsOf(op).map((one) =>
      typeof one === 'number' ? nameOf(one, title) : describeConstant(binding, one),
    )
    op.outputs.forEach((id, k) => names.set(id, `output ${k + 1} of ${title}`))
    return { title, attributes: new Map(op.attributes.map(describeAttribute)), inputs }
  })
  const results = [
    ...trace.variables.map(({ name, idAfter: id }) => ({ name: `the variable ${name}`, id })),
    ...trace.outputs.map(({ name, id }) => ({ name: `the output ${name}`, id })),
  ]
  return { ops, results: new Map(results.map(({ name, id }) => [name, nameOf(id, name)])) }
}

const inputsOf = (op: RecordedOp | RecordedInPlace): readonly (number | RecordedConstant)[] =>
  op.kind === 'op' ? op.inputs : [...op.targets, ...op.operands]

const describeAttribute = ({ name, type, value }: OpAttribute): [string, string] => [
  name,
  `${Array.isArray(value) ? `[${value.join()}]` : String(value)} (type ${type})`,
]

/** Number of values shown; longer constants are distinguished by a hash. */
const FEW = 8

function describeConstant(
  binding: TensorflowBinding,
  { dtype, shape, bytes }: RecordedConstant,
): string {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const numbers =
    dtype === binding.TF_FLOAT
      ? new Float32Array(buffer)
      : dtype === binding.TF_INT32
        ? new Int32Array(buffer)
        : bytes
  const shown = [...numbers.slice(0, FEW)].map((value) => (Object.is(value, -0) ? '-0' : value))
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  const rest = numbers.length > FEW ? `, … #${hash}` : ''
  return `the constant [${shown.join(', ')}${rest}] of shape [${shape.join()}], dtype ${dtype}`
}
