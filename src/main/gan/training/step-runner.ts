import { tidy } from '@tensorflow/tfjs-core'
import type { Feeds, FloatFeed } from '../../engine/engine'
import { feedTensors } from '../../engine/feeds'
import { makeImages } from '../make-images'
import type { Gan } from './gan'
import { trainStep } from './train-step'

interface StepResult {
  /** Those metrics of the table that every step has, in its order. */
  metrics: Float32Array
  /** The generator step's images [N * pixels], if they were asked for. */
  images: Float32Array | undefined
}

/** A step broke off in the middle, and what it had changed by then is not known. */
export class BrokenStepError extends Error {}

/** Takes training steps, one way or another. */
export interface StepRunner {
  /** The feeds' arrays are the caller's again when it returns. */
  run(feeds: Feeds, options: { images: boolean }): StepResult
  /** The generator's images [N * pixels] of some latents [N, latentDim], by its running statistics. */
  draw(latents: FloatFeed): Float32Array
  /**
   * Brings the state's variables up to the last step taken. The next step writes them anew, which
   * takes time for each.
   */
  pullVariables(): void
  /** Goes on from the variables' values, where they were set from outside. */
  pushVariables(): void
  dispose(): void
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
    pullVariables: () => undefined,
    pushVariables: () => undefined,
    dispose: () => undefined,
  }
}
