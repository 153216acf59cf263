import type { OpenEngine } from '../engine/engine'
import { compileTraining, exampleFeeds, exampleLatents } from '../gan/compiled-runner'
import type { Hyperparameters } from '../../contract/hyperparameters'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import type { Gan } from '../gan/gan'
import { batchSizes } from '../gan/loop'
import { eagerRunner } from '../gan/step-runner'
import type { StepRunner } from '../gan/step-runner'

export interface ChosenRunner {
  runner: StepRunner
  compiled: boolean
  /** Why a step that was to be compiled is not. */
  note: Notice | undefined
}

/**
 * The compiled step where the engine has one and it proves right, else the plain one.
 *
 * @param options.images in the data set
 * @param options.grid images in a sample grid, where any will be drawn
 */
export function chooseRunner(
  gan: Gan,
  engine: OpenEngine,
  h: Hyperparameters,
  options: { images: number; compile: boolean; grid?: number },
): ChosenRunner {
  if (!options.compile || engine.compile === undefined) {
    return { runner: eagerRunner(gan), compiled: false, note: undefined }
  }
  const { runner, reason } = compileTraining(gan, engine.compile, {
    batches: batchSizes(h, options.images).map((size) => exampleFeeds(h, size)),
    ...(options.grid === undefined ? {} : { latents: exampleLatents(h, options.grid) }),
  })
  if (runner !== undefined) return { runner, compiled: true, note: undefined }
  const note = notice('compiledStepNotUsed', { why: reason })
  return { runner: eagerRunner(gan), compiled: false, note }
}
