import { tensor, tidy } from '@tensorflow/tfjs-core'
import type { FloatFeed } from '../engine/engine'
import type { Gan } from './gan'
import { makeImages } from './make-images'
import type { AdamRate } from './optimizer'
import { trainStep } from './steps'
import type { StepTensors } from './steps'

export type StepFeeds = Readonly<Record<keyof StepTensors, FloatFeed>>

export interface StepResult {
  /** loss D, loss G, D(x), D(G(z)) */
  metrics: Float32Array
  /** The generator step's images [N * pixels], if they were asked for. */
  images: Float32Array | undefined
}

/** A step broke off in the middle, and what it had changed by then is not known. */
export class BrokenStepError extends Error {}

/** Takes training steps, one way or another. */
export interface StepRunner {
  /** The feeds' arrays are the caller's again when it returns. */
  run(feeds: StepFeeds, options: { images: boolean }): StepResult
  /** The generator's images [N * pixels] of some latents [N, latentDim], by its running statistics. */
  draw(latents: FloatFeed): Float32Array
  /**
   * Brings the networks' and optimisers' variables up to the last step taken. The next step writes
   * them anew, which takes time for each.
   */
  settle(): void
  /** Goes on from the variables' values, where they were set from outside. */
  adopt(): void
  dispose(): void
}

export interface StepBatch {
  size: number
  /** [size * pixels] */
  real: Float32Array
  /** [size * latentDim] each */
  latentsD: Float32Array
  latentsG: Float32Array
}

/** The next step's feeds; counts the step in both optimisers. */
export function stepFeeds(gan: Gan, batch: StepBatch): StepFeeds {
  const d = gan.discriminatorOptimizer.nextRate()
  const g = gan.generatorOptimizer.nextRate()
  return toFeeds(batch, d, g)
}

/** Puts a batch, its latents and Adam's rates in the form that runners take. */
export function toFeeds(
  { size, real, latentsD, latentsG }: StepBatch,
  d: AdamRate<number>,
  g: AdamRate<number>,
): StepFeeds {
  const rows = (data: Float32Array): FloatFeed => ({ shape: [size, data.length / size], data })
  const single = (value: number): FloatFeed => ({ shape: [], data: Float32Array.of(value) })
  return {
    real: rows(real),
    latentsD: rows(latentsD),
    latentsG: rows(latentsG),
    stepSizeD: single(d.stepSize),
    epsilonD: single(d.epsilon),
    stepSizeG: single(g.stepSize),
    epsilonG: single(g.epsilon),
  }
}

/** Makes tensors of the feeds; the caller's tidy disposes of them. */
export function feedTensors(feeds: StepFeeds): StepTensors {
  const make = ({ data, shape }: FloatFeed) => tensor(data, [...shape], 'float32')
  const entries = Object.entries(feeds).map(([name, feed]) => [name, make(feed)])
  return Object.fromEntries(entries) as StepTensors
}

/** Takes each step op by op, on any engine. */
export function eagerRunner(gan: Gan): StepRunner {
  return {
    run(feeds, options) {
      const { metrics, images } = tidy(() => trainStep(gan, feedTensors(feeds)))
      const result = {
        metrics: metrics.dataSync<'float32'>(),
        images: options.images ? images.dataSync<'float32'>() : undefined,
      }
      metrics.dispose()
      images.dispose()
      return result
    },
    draw: ({ shape, data }) => makeImages(gan.generator, data, shape[1] as number),
    settle: () => undefined,
    adopt: () => undefined,
    dispose: () => undefined,
  }
}
