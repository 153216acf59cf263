import type { TensorflowBinding } from '../binding'
import { graphAttributes } from './attributes'
import type { Attribute, GraphNode } from './graph-def'
import { constantNode, feedNode, floatConstant, handleNode, typeAttribute } from './graph-nodes'
import type { RecordedAdam, RecordedConstant, RecordedOp, Recording } from './record'

/** A variable of the step: `id` is its tensor when the recorded step began. */
export interface TracedVariable {
  dtype: number
  shape: readonly number[]
  idBefore: number
  idAfter: number
}

export interface Trace {
  /** Begins the names of all its nodes. */
  prefix: string
  recording: Recording
  variables: readonly TracedVariable[]
  feeds: readonly { name: string; id: number; dtype: number; shape: readonly number[] }[]
  outputs: readonly { name: string; id: number }[]
}

export const handleName = (variable: number): string => `variable${variable}`

/** What is known of a variable while its trace is emitted. */
interface Progress {
  /** The tensor that holds its value now, and the node that reads it, once something wants it. */
  current: { id: number; node: string | undefined }
  reads: number
  /** What must be done before it may be overwritten: whoever reads its value. */
  users: string[]
  /** The last node that wrote it. */
  writer: string | undefined
}

/**
 * One recorded step as graph nodes. Reads see the value that the eager step saw: a variable is
 * read anew after each in-place write, and nothing writes before the readers of the old value
 * are done.
 */
export function emitTrace(binding: TensorflowBinding, trace: Trace): GraphNode[] {
  const emitter = new Emitter(binding, trace)
  for (const op of trace.recording.ops) emitter.add(op)
  return emitter.finish()
}

/**
 * TensorFlow's optimiser makes one op of a product and these where they follow it, which rounds
 * otherwise than the eager ops: oneDNN's tanh is another, and Eigen has a product of its own for
 * a single column. Kept apart they cost no measurable time, and both kinds of step give the same
 * bits.
 */
const KEPT_APART: ReadonlySet<string> = new Set(['BiasAdd', 'Tanh'])

class Emitter {
  private readonly nodes: GraphNode[] = []
  /** Where each tensor of the eager step is to be had in the graph. */
  private readonly refs = new Map<number, string>()
  private readonly progress: Progress[]
  private readonly owner = new Map<number, number>()
  private count = 0

  constructor(
    private readonly binding: TensorflowBinding,
    private readonly trace: Trace,
  ) {
    this.progress = trace.variables.map(({ idBefore }, i) => {
      if (this.owner.has(idBefore)) throw new Error('two variables share one tensor')
      this.owner.set(idBefore, i)
      return { current: { id: idBefore, node: undefined }, reads: 0, users: [], writer: undefined }
    })
    for (const { name, id, dtype, shape } of trace.feeds) {
      const node = this.name(name)
      this.nodes.push(feedNode(node, dtype, shape))
      this.refs.set(id, node)
    }
  }

  add(op: RecordedOp | RecordedAdam): void {
    if (op.kind === 'adam') return this.addAdam(op)
    const node = this.name(`${op.name}${this.count++}`)
    const inputs = op.inputs.map((id) => this.use(id, node))
    if (KEPT_APART.has(op.name)) inputs.push(this.fence())
    this.push(node, op.name, inputs, graphAttributes(this.binding, op.attributes))
    op.outputs.forEach((id, k) => this.refs.set(id, k === 0 ? node : `${node}:${k}`))
  }

  /** Writes what changed and was not written in place, then names the outputs. */
  finish(): GraphNode[] {
    const { variables, outputs } = this.trace
    variables.forEach(({ idAfter, dtype }, i) => {
      const progress = this.at(i)
      if (progress.current.id === idAfter) return
      const node = this.name(`write${i}`)
      const inputs = [handleName(i), this.use(idAfter, node), ...this.before(progress, node)]
      this.push(node, 'AssignVariableOp', inputs, { dtype: typeAttribute(dtype) })
      progress.writer = node
    })
    const writers = this.progress.flatMap(({ writer }) => (writer === undefined ? [] : [writer]))
    for (const { name, id } of outputs) {
      const node = this.name(name)
      const inputs = [this.use(id, node), ...writers.map((writer) => `^${writer}`)]
      this.push(node, 'Identity', inputs, { T: typeAttribute(this.binding.TF_FLOAT) })
    }
    return this.nodes
  }

  /** ResourceApplyAdam updates parameter and moments where they are. */
  private addAdam({ inputs, betas, outputs }: RecordedAdam): void {
    const node = this.name(`adam${this.count++}`)
    const slots = [inputs.parameter, inputs.m, inputs.v].map((id) => {
      const variable = this.owner.get(id)
      if (variable === undefined) throw new Error("an Adam update's target is not a variable")
      return variable
    })
    const before = slots.flatMap((i) => this.before(this.at(i), node))
    const float = (value: number): string => this.constant(floatConstant(this.binding, value))
    // The powers of the betas are folded in stepSize and epsilon already: as 0 they do nothing.
    const zero = float(0)
    const values = [
      ...[zero, zero, this.use(inputs.stepSize, node), float(betas.beta1), float(betas.beta2)],
      ...[this.use(inputs.epsilon, node), this.use(inputs.gradient, node)],
    ]
    this.push(node, 'ResourceApplyAdam', [...slots.map(handleName), ...values, ...before], {
      T: typeAttribute(this.binding.TF_FLOAT),
    })
    slots.forEach((i, k) => {
      const id = outputs[k] as number
      this.owner.set(id, i)
      const progress = this.at(i)
      progress.current = { id, node: undefined }
      progress.users = []
      progress.writer = node
    })
  }

  /** The graph's name for a tensor, with `user` noted as a reader if it is a variable's value. */
  private use(id: number, user: string): string {
    const known = this.refs.get(id)
    if (known !== undefined) return known
    const variable = this.owner.get(id)
    if (variable !== undefined) return this.read(variable, id, user)
    const constant = this.trace.recording.constants.get(id)
    if (constant === undefined) {
      throw new Error('the step uses a tensor from outside that is neither variable nor input')
    }
    const node = this.constant(constant)
    this.refs.set(id, node)
    return node
  }

  private read(variable: number, id: number, user: string): string {
    const progress = this.at(variable)
    if (progress.current.id !== id) throw new Error('the step uses a value it has overwritten')
    progress.users.push(user)
    if (progress.current.node !== undefined) return progress.current.node
    const node = this.name(`read${variable}_${progress.reads++}`)
    const after = progress.writer === undefined ? [] : [`^${progress.writer}`]
    const dtype = this.trace.variables[variable]?.dtype ?? this.binding.TF_FLOAT
    this.push(node, 'ReadVariableOp', [handleName(variable), ...after], {
      dtype: typeAttribute(dtype),
    })
    progress.current.node = node
    return node
  }

  private before({ current, users, writer }: Progress, self: string): string[] {
    const earlier = new Set([...users, current.node, writer])
    earlier.delete(self)
    return [...earlier].flatMap((node) => (node === undefined ? [] : [`^${node}`]))
  }

  private constant(constant: RecordedConstant): string {
    const node = this.name(`constant${this.count++}`)
    this.nodes.push(constantNode(node, constant))
    return node
  }

  /**
   * Something for a node to come after, which keeps the optimiser from fusing it. Each has its
   * own: one that an earlier node comes after as well would be dropped as needless. Making a
   * handle does nothing.
   */
  private fence(): string {
    const node = this.name(`fence${this.count++}`)
    this.nodes.push(handleNode(node, this.binding.TF_FLOAT, []))
    return `^${node}`
  }

  private at(variable: number): Progress {
    return this.progress[variable] as Progress
  }

  private name(local: string): string {
    return `${this.trace.prefix}/${local}`
  }

  private push(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute>,
  ): void {
    this.nodes.push({ name, op, inputs, attributes })
  }
}
