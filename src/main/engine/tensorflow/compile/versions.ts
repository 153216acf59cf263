import { typeAttribute } from './graph-nodes'
import type { GraphNode } from './graph-def'
import type { TracedVariable } from './recorded-step'

export const handleName = (variable: number): string => `variable${variable}`

/** A variable's value between two writes. */
interface Version {
  variable: number
  /** The node that wrote the value; absent for the value at the start of the step. */
  writer: string | undefined
  /** The node that reads the value, once needed. */
  read: string | undefined
  /** The nodes that use the value read. */
  users: string[]
  /** The inputs of the node that overwrites it, which must wait for its readers. */
  overwriter: string[] | undefined
}

/**
 * Keeps reads and writes of variables in the order of the eager step: each value is read after
 * its writer and before its overwriter, whichever of them was emitted first.
 */
export class VariableVersions {
  private readonly byTensor = new Map<number, Version>()
  private readonly current: Version[]

  /**
   * @param prefix prefix of the names of the reading nodes
   */
  constructor(
    private readonly variables: readonly TracedVariable[],
    private readonly prefix: string,
    private readonly emit: (node: GraphNode) => void,
  ) {
    this.current = variables.map(({ idBefore }, i) => this.add(i, idBefore, undefined))
  }

  /** The variable that currently holds this tensor, if any. */
  holder(id: number): number | undefined {
    const version = this.byTensor.get(id)
    return version !== undefined && this.current[version.variable] === version
      ? version.variable
      : undefined
  }

  /** The node that reads a variable's present or past value; undefined for other tensors. */
  read(id: number, user: string): string | undefined {
    const version = this.byTensor.get(id)
    if (version === undefined) return undefined
    // A node that overwrites it is already ordered, and may depend on this user.
    if (version.overwriter === undefined) version.users.push(user)
    version.read ??= this.emitRead(version)
    return version.read
  }

  /** The nodes that must run before a node that is about to write. */
  before(variable: number, self: string): string[] {
    const { users, read, writer } = this.at(variable)
    const earlier = new Set([...users, read, writer])
    earlier.delete(self)
    return [...earlier].flatMap((node) => (node === undefined ? [] : [`^${node}`]))
  }

  /**
   * Records that a node with these inputs writes the variable.
   *
   * @param id the tensor that the variable then holds, if later ops may use it
   */
  recordWrite(variable: number, node: string, inputs: string[], id?: number): void {
    this.at(variable).overwriter = inputs
    this.current[variable] = this.add(variable, id, node)
  }

  /** The last node that wrote each variable that was written. */
  get writers(): string[] {
    return this.current.flatMap(({ writer }) => (writer === undefined ? [] : [writer]))
  }

  private emitRead({ variable, writer, overwriter }: Version): string {
    const reads = [...this.byTensor.values()].filter(
      (one) => one.variable === variable && one.read !== undefined,
    )
    const name = `${this.prefix}/read${variable}_${reads.length}`
    this.emit({
      name,
      op: 'ReadVariableOp',
      inputs: [handleName(variable), ...(writer === undefined ? [] : [`^${writer}`])],
      attributes: { dtype: typeAttribute((this.variables[variable] as TracedVariable).dtype) },
    })
    overwriter?.push(`^${name}`)
    return name
  }

  private add(variable: number, id: number | undefined, writer: string | undefined): Version {
    const version = { variable, writer, read: undefined, users: [], overwriter: undefined }
    if (id !== undefined) this.byTensor.set(id, version)
    return version
  }

  private at(variable: number): Version {
    return this.current[variable] as Version
  }
}
