import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { asNotice } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { CompileSteps, Feeds, FloatFeed, Step } from '../../engine/engine'
import { largestDifference } from '../largest-difference'
import type { Gan } from './gan'
import { BrokenStepError, eagerRunner } from './step-runner'
import type { StepRunner } from './step-runner'
import { trainStep } from './steps'

/** How far a replayed step's numbers may be from the eager one's: rounding, and no more. */
const TOLERANCE = 1e-4

export type Compilation =
  | { runner: StepRunner; reason?: undefined }
  /** Why the step goes op by op instead. */
  | { runner?: undefined; reason: Notice }

/** What a training will be given, in shapes. */
export interface Examples {
  /** One set of feeds for each combination of batch sizes to come. */
  batches: readonly Feeds[]
  /** A sample grid's latents [N, latentDim], where grids are to be drawn. */
  latents?: FloatFeed
}

/**
 * Compiles the training step, and the drawing of a grid, and holds both against eager ones on the
 * same input; where that fails, or they differ, it says why and the caller goes on op by op. The
 * networks keep their values either way.
 */
export function compileTraining(gan: Gan, compile: CompileSteps, examples: Examples): Compilation {
  try {
    const runner = compiledRunner(gan, compile, examples)
    const difference = Math.max(...differences(gan, runner, examples))
    if (difference <= TOLERANCE) return { runner }
    runner.dispose()
    return { reason: notice('compiledStepDiffers', { difference: String(difference) }) }
  } catch (error) {
    return { reason: asNotice(error) }
  }
}

function compiledRunner(
  gan: Gan,
  compile: CompileSteps,
  { batches, latents }: Examples,
): StepRunner {
  const train: Step = (inputs) => ({ ...trainStep(gan, inputs) })
  const draw: Step = (inputs) => ({
    images: gan.generator.forward(inputs['latents'] as Tensor2D, 'eval'),
  })
  const steps = compile(
    {
      train: { step: train, examples: batches },
      draw: { step: draw, examples: latents === undefined ? [] : [{ latents }] },
    },
    gan.state.variables.map(({ variable }) => variable),
  )
  return {
    run(feeds, options) {
      const names = options.images ? ['metrics', 'images'] : ['metrics']
      const { metrics, images } = unbroken(() => steps.run('train', feeds, names))
      return { metrics: metrics as Float32Array, images: images as Float32Array | undefined }
    },
    draw(latents) {
      const { images } = unbroken(() => steps.run('draw', { latents }, ['images']))
      return images as Float32Array
    },
    pullVariables: () => steps.pullVariables(),
    pushVariables: () => steps.pushVariables(),
    dispose: () => steps.dispose(),
  }
}

function unbroken<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    throw new BrokenStepError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** The largest for each example between a replayed step and an eager one; the variables are as before. */
function differences(gan: Gan, runner: StepRunner, { batches, latents }: Examples): number[] {
  const eager = eagerRunner(gan)
  // The second step sees what the first one wrote.
  const twice = (one: StepRunner, feeds: Feeds): Float32Array => {
    one.run(feeds, { images: false })
    return one.run(feeds, { images: false }).metrics
  }
  const all = batches.map((feeds) => {
    const [replayed, plain] = [twice(runner, feeds), unchanged(gan, () => twice(eager, feeds))]
    runner.pushVariables()
    return largestDifference(replayed, plain)
  })
  if (latents !== undefined) {
    all.push(largestDifference(runner.draw(latents), eager.draw(latents)))
  }
  return all
}

/** Puts the state's values back after some work with them. */
function unchanged<T>(gan: Gan, work: () => T): T {
  const variables = gan.state.variables.map(({ variable }) => variable)
  const saved = variables.map((variable) => variable.clone())
  try {
    return work()
  } finally {
    variables.forEach((variable, i) => {
      const value = saved[i] as Tensor
      variable.assign(value)
      value.dispose()
    })
  }
}
