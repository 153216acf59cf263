import type { OpenEngine } from '../../engine/engine'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { batchSizes } from '../../gan/training/batches'
import { compileTraining } from '../../gan/training/compiled-runner'
import type { Gan } from '../../gan/training/gan'
import { exampleFeeds } from '../../gan/training/feeds'
import { eagerRunner } from '../../gan/training/step-runner'
import type { StepRunner } from '../../gan/training/step-runner'
import type { GridPlan } from './grid-plan'

interface ChosenRunner {
  runner: StepRunner
  compiled: boolean
  /** Why the step was not compiled, although requested. */
  note: Notice | undefined
}

/**
 * The compiled step, if the engine supports it and its results are right, else the plain step.
 *
 * @param options.images in the data set
 * @param options.grid what sample grids show, if any will be drawn
 */
export function chooseRunner(
  gan: Gan,
  engine: OpenEngine,
  h: Hyperparameters,
  options: { images: number; compile: boolean; grid?: Pick<GridPlan, 'latents' | 'labels'> },
): ChosenRunner {
  if (!options.compile || engine.compile === undefined) {
    return { runner: eagerRunner(gan), compiled: false, note: undefined }
  }
  const { runner, reason } = compileTraining(gan, engine.compile, {
    batches: batchSizes(h, options.images).flatMap((sizes) =>
      Object.keys(gan.recipe.variants).map((variant) => exampleFeeds(gan, sizes, variant)),
    ),
    ...(options.grid === undefined ? {} : options.grid),
  })
  if (runner !== undefined) return { runner, compiled: true, note: undefined }
  const note = notice('compiledStepNotUsed', { why: reason })
  return { runner: eagerRunner(gan), compiled: false, note }
}
