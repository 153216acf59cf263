import type { HostTensor, StateDict } from '../../contract/tensors'
import { createGan, ganVariables, prefixed } from './gan'
import type { Gan, GanState } from './gan'
import type { Training } from './loop'
import type { StateEntry } from './parameters'
import { RandomStream } from './random'

/** Lets others have a turn where it has been long since the last. */
export type Pause = () => Promise<void>

/**
 * A training as it was at one step, for saving it while it goes on, and for going back to it.
 * Taking it copies nothing: its networks share the values, which training replaces and never
 * changes.
 */
export class Snapshot {
  private readonly twin: Gan
  private at: { step: number; noise: number[] } | undefined

  constructor(private readonly training: Training) {
    this.twin = createGan(training.hyperparameters)
  }

  /** The step it was taken at. */
  get step(): number {
    return this.taken.step
  }

  get noise(): number[] {
    return this.taken.noise
  }

  take(): void {
    const { training, twin } = this
    training.runner.settle()
    share(training.gan, twin)
    this.at = { step: training.step, noise: training.noise.state }
  }

  /** Puts networks, optimisers, noise and step back to where they were. */
  restore(): void {
    const { training, twin } = this
    const { step, noise } = this.taken
    share(twin, training.gan)
    training.runner.adopt()
    training.noise = RandomStream.restored(noise)
    training.step = step
  }

  /** Reads its values, one after the other. */
  async read(pause: Pause): Promise<GanState> {
    const { generator, discriminator, generatorOptimizer, discriminatorOptimizer } = this.twin
    return {
      generator: await readEntries(generator.entries, pause),
      discriminator: await readEntries(discriminator.entries, pause),
      optimizer: new Map([
        ...prefixed('generator', await readEntries(generatorOptimizer.entries(), pause)),
        ...prefixed('discriminator', await readEntries(discriminatorOptimizer.entries(), pause)),
      ]),
      optimizerSteps: {
        generator: generatorOptimizer.step,
        discriminator: discriminatorOptimizer.step,
      },
    }
  }

  private get taken(): { step: number; noise: number[] } {
    if (this.at === undefined) throw new Error('the snapshot has not been taken')
    return this.at
  }
}

function share(from: Gan, to: Gan): void {
  const values = ganVariables(from)
  ganVariables(to).forEach((variable, i) => {
    const value = values[i]
    if (value !== undefined) variable.assign(value)
  })
  to.generatorOptimizer.step = from.generatorOptimizer.step
  to.discriminatorOptimizer.step = from.discriminatorOptimizer.step
}

async function readEntries(entries: readonly StateEntry[], pause: Pause): Promise<StateDict> {
  const state = new Map<string, HostTensor>()
  for (const entry of entries) {
    state.set(entry.name, entry.read())
    await pause()
  }
  return state
}
