import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Notice } from '../../../contract/notices'
import { compileChecked } from '../../engine/check-compiled'
import type { CompiledSteps, CompileSteps, Feeds, FloatFeed, Step } from '../../engine/engine'
import type { Gan } from './gan'
import { advanceHost } from './feeds'
import { BrokenStepError } from './step-runner'
import type { StepRunner } from './step-runner'
import { trainStep } from './train-step'

type Compilation =
  | { runner: StepRunner; reason?: undefined }
  /** Why the step runs op by op instead. */
  | { runner?: undefined; reason: Notice }

/** The shapes of the feeds that will occur in a training. */
interface Examples {
  /** One set of feeds for each combination of batch sizes to come. */
  batches: readonly Feeds[]
  /** A sample grid's latents [N, latentDim], if grids are to be drawn. */
  latents?: FloatFeed
}

/**
 * Compiles the training step and the drawing of a grid, and compares both with the plain versions.
 * If compiling fails or they differ, it says why, and the caller trains op by op. The networks keep
 * their values either way.
 */
export function compileTraining(
  gan: Gan,
  compile: CompileSteps,
  { batches, latents }: Examples,
): Compilation {
  const train: Step = (inputs) => ({ ...trainStep(gan, inputs) })
  const draw: Step = (inputs) => ({
    images: gan.generator.forward(inputs['latents'] as Tensor2D, 'eval'),
  })
  const { compiled, reason } = compileChecked({
    compile,
    steps: {
      train: { step: train, examples: batches, advance: () => advanceHost(gan) },
      draw: { step: draw, examples: latents === undefined ? [] : [{ latents }] },
    },
    variables: gan.state.variables,
  })
  return compiled === undefined ? { reason } : { runner: compiledRunner(compiled) }
}

function compiledRunner(steps: CompiledSteps): StepRunner {
  return {
    run(feeds, options) {
      const names = options.images ? ['metrics', 'images'] : ['metrics']
      const { metrics, images } = unbroken(() => steps.run('train', feeds, names))
      return {
        metrics: metrics as Float32Array,
        images: images as Float32Array | undefined,
      }
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
