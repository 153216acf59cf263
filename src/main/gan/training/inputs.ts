import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Feed, Feeds, FloatFeed } from '../../engine/engine'
import type { Optimiser } from '../optimisers/optimiser'
import { RandomStream } from '../random'
import type { Recipe } from './recipe'

/** Where a training step's inputs come from. */
export interface StepSource {
  /** Training steps taken before this one. */
  readonly step: number
  /** Images in one of the step's batches. */
  size(batch: number): number
  /** Writes one batch's real images [size, pixels], in [-1, 1]. */
  images(batch: number, target: Float32Array): void
  /** Fills with N(0, 1). */
  normal(target: Float32Array): void
}

interface InputShape {
  /** The batch whose images it counts: N. */
  batch: number
  shape(n: number): readonly number[]
}

/** Something that a step takes from outside: how large it is, and how it is filled each time. */
export type StepInput<T extends Tensor = Tensor> = InputShape & {
  /** Never there: it gives the step's function the tensor's type. */
  readonly tensor?: T
} & (
    | { dtype: 'float32'; fill(target: Float32Array, source: StepSource): void }
    | { dtype: 'int32'; fill(target: Int32Array, source: StepSource): void }
  )

/** The real images [N, pixels] of one of the step's batches. */
export const realImages = (pixels: number, batch: number): StepInput<Tensor2D> => ({
  batch,
  dtype: 'float32',
  shape: (n) => [n, pixels],
  fill: (target, source) => source.images(batch, target),
})

/** Fresh latents [N, latentDim], as many as a batch has images. */
export const latents = (latentDim: number, batch: number): StepInput<Tensor2D> => ({
  batch,
  dtype: 'float32',
  shape: (n) => [n, latentDim],
  fill: (target, source) => source.normal(target),
})

/** The name that a step's input is fed under. */
export const inputName = (step: string, input: string): string => `${step}.${input}`
export const rateName = (step: string, rate: string): string => `${step}.rate.${rate}`

/** Puts together what each training step is fed, in arrays that every step uses again. */
export class StepFeeds {
  private readonly room = new Map<string, Float32Array | Int32Array>()

  constructor(private readonly recipe: Recipe) {}

  /**
   * The next step's feeds, which hold until the next call; counts the updates in the optimisers.
   * The source is asked in the order in which the recipe's steps name their inputs.
   */
  next(source: StepSource): Feeds {
    const { feeds, updates } = this.fill(source)
    for (const [optimiser, count] of updates) optimiser.updates = count
    return feeds
  }

  /** The same without counting. */
  peek(source: StepSource): Feeds {
    return this.fill(source).feeds
  }

  private fill(source: StepSource): { feeds: Feeds; updates: Map<Optimiser, number> } {
    const feeds: Record<string, Feed> = {}
    const updates = new Map<Optimiser, number>()
    for (const { name, inputs, optimiser } of this.recipe.steps) {
      for (const [key, input] of Object.entries(inputs)) {
        feeds[inputName(name, key)] = this.filled(inputName(name, key), input, source)
      }
      if (optimiser === undefined) continue
      const update = (updates.get(optimiser) ?? optimiser.updates) + 1
      updates.set(optimiser, update)
      for (const [key, rate] of Object.entries(optimiser.ratesOf(update))) {
        feeds[rateName(name, key)] = { shape: [], data: Float32Array.of(rate) }
      }
    }
    return { feeds, updates }
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

  /** An array of that length, kept from call to call. */
  private array<T extends Float32Array | Int32Array>(
    name: string,
    length: number,
    type: { new (length: number): T },
  ): T {
    const kept = this.room.get(name)
    const whole = kept instanceof type && kept.length >= length ? kept : new type(length)
    this.room.set(name, whole)
    return whole.subarray(0, length) as T
  }
}

const exampleStream = (): RandomStream => RandomStream.seeded(0, 'example')

/**
 * Feeds of the right shapes, with values like a training's; counts nothing.
 *
 * @param sizes images in each of the step's batches
 */
export function exampleFeeds(recipe: Recipe, sizes: readonly number[]): Feeds {
  const random = exampleStream()
  return new StepFeeds(recipe).peek({
    step: 0,
    size: (batch) => sizes[batch] ?? 0,
    images: (_, target) => void random.fillNormal(target),
    normal: (target) => void random.fillNormal(target),
  })
}

/** Latents of the right shape for so many images. */
export function exampleLatents(latentDim: number, images: number): FloatFeed {
  const data = exampleStream().fillNormal(new Float32Array(images * latentDim))
  return { shape: [images, latentDim], data }
}
