import type { Tensor2D, Variable } from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { Notice } from '../../contract/notices'
import { compileChecked } from '../engine/check-compiled'
import type { CompiledSteps, CompileSteps, FloatFeed, NamedVariable, Step } from '../engine/engine'
import type { Gan } from './gan'
import { ganVariables } from './gan'
import { RandomStream } from './random'
import type { StepFeeds, StepRunner } from './step-runner'
import { BrokenStepError, toFeeds } from './step-runner'
import { trainStep } from './steps'
import type { StepTensors } from './steps'

export type Compilation =
  | { runner: StepRunner; reason?: undefined }
  /** Why the step goes op by op instead. */
  | { runner?: undefined; reason: Notice }

/** What a training will be given, in shapes. */
export interface Examples {
  /** One set of feeds for each batch shape to come. */
  batches: readonly StepFeeds[]
  /** A sample grid's latents [N, latentDim], where grids are to be drawn. */
  latents?: FloatFeed
}

/**
 * Compiles the training step, and the drawing of a grid, and holds both against plain ones; where
 * that fails, or they differ, it says why and the caller goes on op by op. The networks keep their
 * values either way.
 */
export function compileTraining(
  gan: Gan,
  compile: CompileSteps,
  { batches, latents }: Examples,
): Compilation {
  const train: Step = (inputs) => ({ ...trainStep(gan, inputs as unknown as StepTensors) })
  const draw: Step = (inputs) => ({
    images: gan.generator.forward(inputs['latents'] as Tensor2D, 'eval'),
  })
  const { compiled, reason } = compileChecked({
    compile,
    steps: {
      train: { step: train, examples: batches, advance: () => advanceCounters(gan) },
      draw: { step: draw, examples: latents === undefined ? [] : [{ latents }] },
    },
    variables: namedVariables(gan),
  })
  return compiled === undefined ? { reason } : { runner: compiledRunner(compiled) }
}

/** Moves the optimisers' step numbers on; returns what puts them back. */
function advanceCounters({ discriminatorOptimizer, generatorOptimizer }: Gan): () => void {
  const optimizers = [discriminatorOptimizer, generatorOptimizer]
  const before = optimizers.map(({ step }) => step)
  for (const optimizer of optimizers) optimizer.nextRate()
  return () => optimizers.forEach((optimizer, i) => (optimizer.step = before[i] as number))
}

function namedVariables(gan: Gan): NamedVariable[] {
  const names = new Map<Variable, string>()
  for (const network of ['generator', 'discriminator'] as const) {
    for (const { name, variable } of gan[network].parameters) {
      names.set(variable, `${network} ${name}`)
    }
  }
  return ganVariables(gan).map((variable) => ({
    name: names.get(variable) ?? variable.name,
    variable,
  }))
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
    settle: () => steps.pullVariables(),
    adopt: () => steps.pushVariables(),
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

const exampleStream = (): RandomStream => RandomStream.seeded(0, 'example')

/** Feeds of the right shapes for a batch of `size`, with values like a training's. */
export function exampleFeeds(h: Hyperparameters, size: number): StepFeeds {
  const random = exampleStream()
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

/** Latents of the right shape for so many images. */
export function exampleLatents({ latentDim }: Hyperparameters, images: number): FloatFeed {
  const data = exampleStream().fillNormal(new Float32Array(images * latentDim))
  return { shape: [images, latentDim], data }
}
