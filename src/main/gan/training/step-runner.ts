import { tidy } from '@tensorflow/tfjs-core'
import type { FloatFeed, LabelFeed } from '../../engine/engine'
import { feedTensors } from '../../engine/feeds'
import { makeImages } from '../make-images'
import type { VariantFeeds } from './feeds'
import type { Gan } from './gan'
import { trainStep } from './train-step'

interface StepResult {
  /** The table's step metrics, in its order. */
  metrics: Float32Array
  /** The generator step's images [N * pixels], if requested. */
  images: Float32Array | undefined
}

/** A step failed midway, leaving the variables in an unknown state. */
export class BrokenStepError extends Error {}

/** Runs training steps, plain or compiled. */
export interface StepRunner {
  /** The caller may reuse the feeds' arrays after it returns. */
  run(feeds: VariantFeeds, options: { images: boolean }): StepResult
  /**
   * The images [N * pixels] of some latents [N, latentDim], by the generator or its average, using
   * running statistics.
   *
   * @param labels [N], if the generator takes any
   */
  draw(latents: FloatFeed, labels?: LabelFeed): Float32Array
  /**
   * Updates the state's variables to the last step taken. The next step must then write each of
   * them again, which takes time.
   */
  pullVariables(): void
  /**
   * Must be called after the variables were set from outside; the next step continues from their
   * values.
   */
  pushVariables(): void
  dispose(): void
}

/** Runs each step op by op, on any engine. */
export function eagerRunner(gan: Gan): StepRunner {
  return {
    run({ variant, feeds }, options) {
      const { metrics, images } = tidy(() => trainStep(gan, variant, feedTensors(feeds)))
      const result = {
        metrics: metrics.dataSync<'float32'>(),
        images: options.images ? images.dataSync<'float32'>() : undefined,
      }
      metrics.dispose()
      images.dispose()
      return result
    },
    draw: ({ shape, data }, labels) =>
      makeImages(gan.drawn, data, shape[1] as number, labels?.data),
    pullVariables: () => undefined,
    pushVariables: () => undefined,
    dispose: () => undefined,
  }
}
