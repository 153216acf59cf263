import { tidy } from '@tensorflow/tfjs-core'
import type { SavedState, StateDict } from '../../src/contract/tensors'
import { feedTensors } from '../../src/main/engine/feeds'
import type { Gan } from '../../src/main/gan/training/gan'
import { exampleFeeds, StepFeeds } from '../../src/main/gan/training/feeds'
import type { VariantFeeds } from '../../src/main/gan/training/feeds'
import { runSteps, stepsOf } from '../../src/main/gan/training/recipe'

/** The inputs of one step. */
export interface GivenBatch {
  size: number
  /** [size, pixels] */
  real: Float32Array
  /** Each [size, latentDim]: for the discriminator's update and for the generator's. */
  latentsD: Float32Array
  latentsG: Float32Array
}

/** The given batches' steps per epoch, in which schedules count; as in recipe_fixture.py. */
export const STEPS_PER_EPOCH = 10

/** The next step's feeds with the given values; counts the step in both optimisers. */
export function givenFeeds(gan: Gan, { size, real, latentsD, latentsG }: GivenBatch): VariantFeeds {
  const latents = [latentsD, latentsG]
  return new StepFeeds(gan.recipe).next({
    step: gan.optimisers.generator.updates,
    stepsPerEpoch: STEPS_PER_EPOCH,
    imagesSeen: gan.optimisers.generator.updates * size,
    size: () => size,
    images: (_, target) => target.set(real),
    labels: () => undefined,
    drawLabels: () => undefined,
    normal: (target) => target.set(latents.shift() ?? []),
    uniform: () => undefined,
  })
}

export interface GivenState {
  generator: StateDict
  discriminator: StateDict
  optimizer: StateDict
  /** The number of updates by each network's optimiser. */
  updates: { generator: number; discriminator: number }
}

/** A GAN's state, by checkpoint file. */
export function stateOf(gan: Gan): GivenState {
  const { files } = gan.state.read()
  const file = (name: string): StateDict => files.get(name) ?? new Map()
  const { generator, discriminator } = gan.optimisers
  return {
    generator: file('generator'),
    discriminator: file('discriminator'),
    optimizer: file('optimizer'),
    updates: { generator: generator.updates, discriminator: discriminator.updates },
  }
}

/** Runs one step of the recipe on a batch of the given size. */
export function runOneStep(gan: Gan, name: 'd0' | 'g', size = 16): void {
  tidy(() => {
    const { variant, feeds } = exampleFeeds(gan, [size])
    const steps = stepsOf(gan.recipe, variant).filter((step) => step.name === name)
    runSteps(steps, feedTensors(feeds))
  })
}

/**
 * The names of values that differ in any bit. Much faster than `toEqual` for millions of numbers.
 */
export function differences(a: SavedState, b: SavedState): string[] {
  const bytes = (view: ArrayBufferView): Buffer =>
    Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  const names = new Set([...a.files.keys(), ...b.files.keys()])
  const tensors = [...names].flatMap((file) => {
    const [from, to] = [a.files.get(file), b.files.get(file)]
    const all = new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])
    return [...all].flatMap((name) => {
      const [one, other] = [from?.get(name)?.data, to?.get(name)?.data]
      const same = one !== undefined && other !== undefined && bytes(one).equals(bytes(other))
      return same ? [] : [`${file} ${name}`]
    })
  })
  return JSON.stringify(a.host) === JSON.stringify(b.host) ? tensors : [...tensors, 'host']
}
