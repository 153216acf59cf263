import { tidy } from '@tensorflow/tfjs-core'
import { asNotice } from '../../contract/errors'
import type { Hyperparameters } from '../../contract/hyperparameters'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import type { CompileStep } from '../engine/engine'
import type { Gan } from './gan'
import { ganVariables } from './gan'
import { RandomStream } from './random'
import type { StepFeeds, StepRunner } from './step-runner'
import { BrokenStepError, eagerRunner, toFeeds } from './step-runner'
import { trainStep } from './steps'
import type { StepTensors } from './steps'

/** How far the replayed step's losses may be from the eager one's: rounding, and no more. */
const TOLERANCE = 1e-4

export type Compilation =
  | { runner: StepRunner; reason?: undefined }
  /** Why the step goes op by op instead. */
  | { runner?: undefined; reason: Notice }

/**
 * Compiles the training step and holds it against one eager step on the same input; where that
 * fails, or they differ, it says why and the caller goes on op by op. The networks keep their
 * values either way.
 *
 * @param examples one set of feeds for each batch shape to come
 */
export function compileTraining(
  gan: Gan,
  compile: CompileStep,
  examples: readonly StepFeeds[],
): Compilation {
  const variables = ganVariables(gan)
  try {
    const step = compile(
      (inputs) => ({ ...trainStep(gan, inputs as unknown as StepTensors) }),
      variables,
      examples,
    )
    const runner: StepRunner = {
      run(feeds, options) {
        const names = options.images ? ['metrics', 'images'] : ['metrics']
        const { metrics, images } = unbroken(() => step.run(feeds, names))
        return { metrics: metrics as Float32Array, images }
      },
      settle: (only) => step.pull(only),
      adopt: () => step.push(),
      dispose: () => step.dispose(),
    }
    const differences = examples.map((feeds) => {
      step.push()
      return compare(gan, runner, feeds)
    })
    step.push()
    const difference = Math.max(...differences)
    if (difference <= TOLERANCE) return { runner }
    step.dispose()
    return { reason: notice('compiledStepDiffers', { difference: String(difference) }) }
  } catch (error) {
    return { reason: asNotice(error) }
  }
}

function unbroken<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    throw new BrokenStepError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Feeds of the right shapes for a batch of `size`, with values like a training's. */
export function exampleFeeds(h: Hyperparameters, size: number): StepFeeds {
  const random = RandomStream.seeded(0, 'example')
  const rows = (columns: number): Float32Array =>
    random.fillNormal(new Float32Array(size * columns))
  const rate = { stepSize: h.learningRate, epsilon: 1e-8 }
  const batch = {
    size,
    real: rows(h.channels * h.imageSize * h.imageSize),
    latentsD: rows(h.latentDim),
    latentsG: rows(h.latentDim),
  }
  return toFeeds(batch, rate, rate)
}

/** The largest difference in losses and D means after two steps either way; the variables are as before. */
function compare(gan: Gan, runner: StepRunner, feeds: StepFeeds): number {
  const variables = ganVariables(gan)
  return tidy(() => {
    const saved = variables.map((variable) => variable.clone())
    const eager = eagerRunner(gan)
    // The second step sees what the first one wrote.
    const twice = (one: StepRunner): Float32Array => {
      one.run(feeds, { images: false })
      return one.run(feeds, { images: false }).metrics
    }
    const [a, b] = [twice(runner), twice(eager)]
    variables.forEach((variable, i) => {
      const value = saved[i]
      if (value !== undefined) variable.assign(value)
    })
    return a.reduce((max, value, i) => Math.max(max, Math.abs(value - (b[i] ?? NaN))), 0)
  })
}
