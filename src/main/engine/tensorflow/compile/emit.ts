import type { TensorflowBinding } from '../binding'
import { graphAttributes } from './attributes'
import type { GraphNode } from './graph-def'
import { constantNode, feedNode, floatConstant, hidingNode, typeAttribute } from './graph-nodes'
import type { RecordedConstant, RecordedInPlace, RecordedOp } from './record'
import type { Trace } from './recorded-step'
import { handleName, VariableVersions } from './versions'

type Prefixed = Pick<Trace, 'prefix'>

export const inputName = ({ prefix }: Prefixed, name: string): string => `${prefix}/input/${name}`
export const outputName = ({ prefix }: Prefixed, name: string): string => `${prefix}/output/${name}`
/** Fetched to run the step when no output is requested. */
export const endName = ({ prefix }: Prefixed): string => `${prefix}/end`

/**
 * Emits one recorded step as graph nodes. Reads of variables see the values that the eager step
 * saw.
 */
export function emitTrace(binding: TensorflowBinding, trace: Trace): GraphNode[] {
  const emitter = new Emitter(binding, trace)
  for (const op of trace.recording.ops) emitter.add(op)
  return emitter.finish()
}

/**
 * TensorFlow's optimiser merges these ops with the op that follows, into ops that round differently
 * from the eager ones: oneDNN's fused tanh is another function, Eigen has a separate product for a
 * single column, sums of sums are reordered, and division by a square root becomes multiplication.
 * Compiled and eager steps must give the same bits, so these ops' outputs are hidden from the
 * optimiser.
 */
const MERGED: ReadonlySet<string> = new Set([
  ...['MatMul', 'Conv2D', 'BiasAdd'],
  ...['Add', 'AddV2', 'AddN', 'Sub', 'Mul', 'RealDiv', 'Neg', 'Sqrt'],
])

class Emitter {
  private readonly nodes: GraphNode[] = []
  /** Maps the eager step's tensors to graph outputs, except variables' values. */
  private readonly refs = new Map<number, string>()
  private readonly constants = new Map<RecordedConstant, string>()
  private readonly versions: VariableVersions
  private count = 0

  constructor(
    private readonly binding: TensorflowBinding,
    private readonly trace: Trace,
  ) {
    const emit = (node: GraphNode): void => void this.nodes.push(node)
    this.versions = new VariableVersions(trace.variables, trace.prefix, emit)
    for (const { name, id, dtype, shape } of trace.feeds) {
      const node = inputName(trace, name)
      this.nodes.push(feedNode(node, dtype, shape))
      this.refs.set(id, node)
    }
  }

  add(op: RecordedOp | RecordedInPlace): void {
    if (op.kind === 'inPlace') return this.addInPlace(op)
    const name = this.name(`${op.name}${this.count++}`)
    const inputs = op.inputs.map((id) => this.use(id, name))
    const attributes = graphAttributes(this.binding, op)
    this.nodes.push({ name, op: op.name, inputs, attributes })
    const outputs = op.outputs.map((_, k) => (k === 0 ? name : `${name}:${k}`))
    const shown = this.isMerged(op) ? outputs.map((one) => this.hidden(one)) : outputs
    op.outputs.forEach((id, k) => this.refs.set(id, shown[k] as string))
  }

  /** Writes the variables that changed but were not updated in place, then names the outputs. */
  finish(): GraphNode[] {
    const { variables, outputs } = this.trace
    variables.forEach(({ idAfter, dtype }, i) => {
      if (this.versions.holder(idAfter) === i) return
      const name = this.name(`write${i}`)
      const value = this.use(idAfter, name)
      const inputs = [handleName(i), value, ...this.versions.before(i, name)]
      const attributes = { dtype: typeAttribute(dtype) }
      this.nodes.push({ name, op: 'AssignVariableOp', inputs, attributes })
      this.versions.recordWrite(i, name, inputs)
    })
    const writers = this.versions.writers.map((writer) => `^${writer}`)
    for (const { name: local, id, dtype } of outputs) {
      const name = outputName(this.trace, local)
      const inputs = [this.use(id, name), ...writers]
      this.nodes.push({ name, op: 'Identity', inputs, attributes: { T: typeAttribute(dtype) } })
    }
    const end = floatConstant(this.binding, 0)
    this.nodes.push(constantNode(endName(this.trace), end, writers))
    return this.nodes
  }

  private addInPlace(op: RecordedInPlace): void {
    const name = this.name(`${op.name}${this.count++}`)
    const targets = op.targets.map((id) => {
      const variable = this.versions.holder(id)
      if (variable === undefined) {
        throw new Error(`${op.name} overwrites a tensor that no variable holds`)
      }
      return variable
    })
    const operands = op.operands.map((one) =>
      typeof one === 'number' ? this.use(one, name) : this.constant(one),
    )
    const before = new Set(targets.flatMap((i) => this.versions.before(i, name)))
    const inputs = [...targets.map(handleName), ...operands, ...before]
    const attributes = graphAttributes(this.binding, op)
    this.nodes.push({ name, op: op.name, inputs, attributes })
    targets.forEach((i, k) => this.versions.recordWrite(i, name, inputs, op.outputs[k]))
  }

  /** The graph's name for a tensor, with `user` noted as a reader if it is a variable's value. */
  private use(id: number, user: string): string {
    const known = this.refs.get(id) ?? this.versions.read(id, user)
    if (known !== undefined) return known
    const constant = this.trace.recording.constants.get(id)
    if (constant === undefined) throw new Error('a tensor from outside has no place in a graph')
    const node = this.constant(constant)
    this.refs.set(id, node)
    return node
  }

  private constant(constant: RecordedConstant): string {
    const known = this.constants.get(constant)
    if (known !== undefined) return known
    const node = this.name(`constant${this.count++}`)
    this.nodes.push(constantNode(node, constant))
    // The optimiser would merge constants, and turn division by one into multiplication.
    const shown = constant.dtype === this.binding.TF_FLOAT ? this.hidden(node) : node
    this.constants.set(constant, shown)
    return shown
  }

  /** Only float32 ops: integers are not rounded. */
  private isMerged({ name, attributes }: RecordedOp): boolean {
    const type = attributes.find((one) => one.name === 'T')?.value
    return MERGED.has(name) && type === this.binding.TF_FLOAT
  }

  /**
   * Passes a float32 value through a node that could also be fed, so that the optimiser can assume
   * nothing about it.
   */
  private hidden(value: string): string {
    const name = this.name(`hidden${this.count++}`)
    this.nodes.push(hidingNode(name, this.binding.TF_FLOAT, value))
    return name
  }

  private name(local: string): string {
    return `${this.trace.prefix}/${local}`
  }
}
