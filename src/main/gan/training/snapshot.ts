import type { Tensor } from '@tensorflow/tfjs-core'
import { keep } from '@tensorflow/tfjs-core'
import type { SavedState } from '../../../contract/tensors'
import type { Training } from './loop'
import { SavedFiles } from './state'
import type { YieldTurn, StatePart } from './state'

interface Taken {
  step: number
  host: Readonly<Record<string, readonly number[]>>
  /** Each entry's value, in the order of the parts and of their entries. */
  values: readonly (readonly Tensor[])[]
}

/**
 * The training state at one step, for saving it while training continues, and for returning to it.
 * A snapshot copies nothing: it shares the variables' values, which training replaces but never
 * modifies.
 */
export class Snapshot {
  private last: Taken | undefined

  constructor(private readonly training: Training) {}

  /** The step it was taken at. */
  get step(): number {
    return this.taken.step
  }

  take(): void {
    const { runner, step, gan } = this.training
    runner.pullVariables()
    this.dispose()
    const values = gan.state.parts.map(({ entries }) =>
      entries.map(({ variable }) => keep(variable.clone())),
    )
    this.last = { step, host: gan.state.host, values }
  }

  /** Restores every part of the training's state, and its step. */
  restore(): void {
    const { training } = this
    const { step, host } = this.taken
    for (const [part, values] of this.parts()) {
      part.entries.forEach(({ variable }, i) => variable.assign(values[i] as Tensor))
    }
    training.gan.state.writeHost(host)
    training.runner.pushVariables()
    training.step = step
  }

  /** Reads its values one by one. */
  async read(yieldTurn: YieldTurn): Promise<SavedState> {
    const saved = new SavedFiles()
    for (const [part, values] of this.parts()) {
      saved.open(part)
      for (const [i, entry] of part.entries.entries()) {
        saved.add(part, entry.name, entry.read(values[i]))
        await yieldTurn()
      }
    }
    return { files: saved.files, host: this.taken.host }
  }

  /** Releases its values. */
  dispose(): void {
    for (const value of this.last?.values.flat() ?? []) value.dispose()
    this.last = undefined
  }

  private parts(): [StatePart, readonly Tensor[]][] {
    const { values } = this.taken
    return this.training.gan.state.parts.map((part, i) => [part, values[i] ?? []])
  }

  private get taken(): Taken {
    if (this.last === undefined) throw new Error('the snapshot has not been taken')
    return this.last
  }
}
