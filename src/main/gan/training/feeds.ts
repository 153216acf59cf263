import type { Feed, Feeds, FloatFeed, LabelFeed } from '../../engine/engine'
import { RandomStream } from '../random/random'
import { nextRates, stepsOf, variantAt } from './recipe'
import type { Recipe } from './recipe'
import type { TrainingState } from './state'
import { inputName, rateName } from './step-input'
import type { StepInput, StepSource } from './step-input'

/** The feeds of one training step, and the variant of the step that they are for. */
export interface VariantFeeds {
  readonly variant: string
  readonly feeds: Feeds
}

/** Assembles the feeds of each training step, in arrays that every step reuses. */
export class StepFeeds {
  private readonly buffers = new Map<string, Float32Array | Int32Array>()

  constructor(private readonly recipe: Recipe) {}

  /**
   * The next step's feeds, valid until the next call; counts the updates in the optimisers. The
   * source is read in the order in which the recipe's steps declare their inputs.
   */
  next(source: StepSource): VariantFeeds {
    return this.of(variantAt(this.recipe, source.step), source)
  }

  /** The same for a given variant, whichever the step takes. */
  of(variant: string, source: StepSource): VariantFeeds {
    const feeds: Record<string, Feed> = {}
    for (const step of stepsOf(this.recipe, variant)) {
      const { name } = step
      for (const [key, input] of Object.entries(step.inputs)) {
        feeds[inputName(name, key)] = this.filled(inputName(name, key), input, source)
      }
      for (const [key, rate] of Object.entries(nextRates(step, source))) {
        feeds[rateName(name, key)] = { shape: [], data: Float32Array.of(rate) }
      }
    }
    return { variant, feeds }
  }

  private filled(name: string, input: StepInput, source: StepSource): Feed {
    const shape = input.shape(source.size(input.batch))
    const length = shape.reduce((product, axis) => product * axis, 1)
    if (input.dtype === 'int32') {
      const data = this.array(name, length, Int32Array)
      input.fill(data, source)
      return { shape, data }
    }
    const data = this.array(name, length, Float32Array)
    input.fill(data, source)
    return { shape, data }
  }

  /** An array of that length, reused from call to call. */
  private array<T extends Float32Array | Int32Array>(
    name: string,
    length: number,
    type: { new (length: number): T },
  ): T {
    const kept = this.buffers.get(name)
    const whole = kept instanceof type && kept.length >= length ? kept : new type(length)
    this.buffers.set(name, whole)
    return whole.subarray(0, length) as T
  }
}

const exampleStream = (): RandomStream => RandomStream.seeded(0, 'example')

/** A source of values like those in training. sizes: images in each of the step's batches */
function exampleSource(sizes: readonly number[]): StepSource {
  const random = exampleStream()
  const fill = (target: Float32Array) => void random.fillNormal(target)
  // There are always at least two classes.
  const someLabels = (target: Int32Array) =>
    void target.forEach((_, i) => (target[i] = random.below(2)))
  const position = { step: 0, stepsPerEpoch: 1000, imagesSeen: 0 }
  return {
    ...position,
    size: (batch) => sizes[batch] ?? 0,
    images: (_, target) => fill(target),
    labels: (_, target) => someLabels(target),
    drawLabels: someLabels,
    normal: fill,
    uniform: (target) => void random.fillUnit(target),
  }
}

/** The training that feeds are made for; its host values are advanced in place. */
interface Fed {
  recipe: Recipe
  state: TrainingState
}

/**
 * Feeds of the right shapes, with values like those in training; the host's counters are left
 * unchanged.
 *
 * @param sizes images in each of the step's batches
 * @param variant defaults to that of the first step
 */
export function exampleFeeds(
  { recipe, state }: Fed,
  sizes: readonly number[],
  variant = variantAt(recipe, 0),
): VariantFeeds {
  const { host } = state
  try {
    return new StepFeeds(recipe).of(variant, exampleSource(sizes))
  } finally {
    state.writeHost(host)
  }
}

/**
 * Advances all of the host's counters, as a training step of that variant would; returns a function that restores
 * them.
 */
export function advanceHost({ recipe, state }: Fed, variant: string): () => void {
  const { host } = state
  const sizes = Array.from({ length: recipe.batches }, () => 1)
  new StepFeeds(recipe).of(variant, exampleSource(sizes))
  return () => state.writeHost(host)
}

/** Latents of the right shape for the given number of images. */
export function exampleLatents(latentDim: number, images: number): FloatFeed {
  const data = exampleStream().fillNormal(new Float32Array(images * latentDim))
  return { shape: [images, latentDim], data }
}

/** Labels [images] that cycle through the classes. */
export const exampleLabels = (classes: number, images: number): LabelFeed => ({
  shape: [images],
  data: Int32Array.from({ length: images }, (_, i) => i % classes),
})
