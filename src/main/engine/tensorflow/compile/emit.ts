import type { TensorflowBinding } from '../binding'
import { graphAttributes } from './attributes'
import type { GraphNode } from './graph-def'
import { constantNode, feedNode, floatConstant, handleNode, typeAttribute } from './graph-nodes'
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
 * TensorFlow's optimiser fuses these ops with a preceding product. The fused op rounds differently
 * from the eager ops: oneDNN's fused tanh is a different one, and Eigen has a separate product for
 * a single column. Keeping them apart costs no measurable time, and both kinds of step give the
 * same bits.
 */
const KEPT_APART: ReadonlySet<string> = new Set(['BiasAdd', 'Tanh'])

/**
 * TensorFlow's optimiser merges sums of sums into one, which adds in another order and so rounds
 * differently. A gradient with respect to a weight that is used three times, as R1 does, is one.
 */
const SUMS: ReadonlySet<string> = new Set(['Add', 'AddV2', 'AddN'])

class Emitter {
  private readonly nodes: GraphNode[] = []
  /** Maps the eager step's tensors to graph outputs, except variables' values. */
  private readonly refs = new Map<number, string>()
  private readonly constants = new Map<RecordedConstant, string>()
  private readonly versions: VariableVersions
  /** The nodes that are sums. */
  private readonly sums = new Set<string>()
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
    const addsSums = SUMS.has(op.name) && inputs.some((input) => this.sums.has(input))
    if (SUMS.has(op.name)) this.sums.add(name)
    if (KEPT_APART.has(op.name) || addsSums) inputs.push(this.fence())
    const attributes = graphAttributes(this.binding, op)
    this.nodes.push({ name, op: op.name, inputs, attributes })
    op.outputs.forEach((id, k) => this.refs.set(id, k === 0 ? name : `${name}:${k}`))
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
    this.constants.set(constant, node)
    return node
  }

  /**
   * A node for another node to run after, which keeps the optimiser from fusing the latter. Each
   * node gets its own: the optimiser drops a control edge that an earlier node already implies.
   * Creating a handle has no side effects.
   */
  private fence(): string {
    const node = this.name(`fence${this.count++}`)
    this.nodes.push(handleNode(node, this.binding.TF_FLOAT, []))
    return `^${node}`
  }

  private name(local: string): string {
    return `${this.trace.prefix}/${local}`
  }
}
