import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Notice } from '../../../contract/notices'
import { compileChecked } from '../../engine/check-compiled'
import type {
  CompiledSteps,
  CompileSteps,
  FloatFeed,
  Feeds,
  LabelFeed,
  Step,
  StepExamples,
} from '../../engine/engine'
import type { Gan } from './gan'
import { advanceHost } from './feeds'
import type { VariantFeeds } from './feeds'
import { BrokenStepError } from './step-runner'
import type { StepRunner } from './step-runner'
import { trainStep } from './train-step'

type Compilation =
  | { runner: StepRunner; reason?: undefined }
  /** Why the step runs op by op instead. */
  | { runner?: undefined; reason: Notice }

/** The shapes of the feeds that will occur in a training. */
interface Examples {
  /** One set of feeds for each variant of the step, at each combination of batch sizes to come. */
  batches: readonly VariantFeeds[]
  /** A sample grid's latents [N, latentDim], if grids are to be drawn. */
  latents?: FloatFeed
  /** A sample grid's labels [N], if the generator takes labels. */
  labels?: LabelFeed | undefined
}

/**
 * Compiles the training step in all its variants and the drawing of a grid, and compares all with
 * the plain versions. If compiling fails or they differ, it says why, and the caller trains op by op. The networks keep
 * their values either way.
 */
export function compileTraining(
  gan: Gan,
  compile: CompileSteps,
  { batches, latents, labels }: Examples,
): Compilation {
  const draw: Step = (inputs) => ({
    images: gan.drawn.forward(inputs['latents'] as Tensor2D, 'eval', inputs['labels']),
  })
  const { compiled, reason } = compileChecked({
    compile,
    steps: {
      ...trainSteps(gan, batches),
      draw: { step: draw, examples: latents === undefined ? [] : [drawFeeds(latents, labels)] },
    },
    variables: gan.state.variables,
  })
  return compiled === undefined ? { reason } : { runner: compiledRunner(compiled) }
}

/** Each variant for which there are examples, by its name. */
function trainSteps(gan: Gan, batches: readonly VariantFeeds[]): Record<string, StepExamples> {
  const variants = new Set(batches.map(({ variant }) => variant))
  return Object.fromEntries(
    [...variants].map((variant) => {
      const step: Step = (inputs) => ({ ...trainStep(gan, variant, inputs) })
      const own = batches.filter((example) => example.variant === variant)
      const examples = own.map(({ feeds }) => feeds)
      return [variant, { step, examples, advance: () => advanceHost(gan, variant) }]
    }),
  )
}

const drawFeeds = (latents: FloatFeed, labels: LabelFeed | undefined): Feeds =>
  labels === undefined ? { latents } : { latents, labels }

function compiledRunner(steps: CompiledSteps): StepRunner {
  return {
    run({ variant, feeds }, options) {
      const names = options.images ? ['metrics', 'images'] : ['metrics']
      const { metrics, images } = unbroken(() => steps.run(variant, feeds, names))
      return {
        metrics: metrics as Float32Array,
        images: images as Float32Array | undefined,
      }
    },
    draw(latents, labels) {
      const { images } = unbroken(() => steps.run('draw', drawFeeds(latents, labels), ['images']))
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
