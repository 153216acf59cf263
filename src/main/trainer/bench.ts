import { StudioError } from '../../contract/errors'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { EngineInfo } from '../../contract/engines'
import type { BenchJob } from '../../contract/trainer'
import { openEngine } from '../engine/open'
import { classesOfRun } from '../storage/datasets/class-labels'
import { loadDataset } from '../storage/datasets/load-dataset'
import type { Dataset } from '../../contract/datasets/dataset'
import { MemoryImages } from '../../contract/datasets/memory-images'
import { imagesAtOnce, makeImages } from '../gan/make-images'
import { RandomStream } from '../gan/random/random'
import { exampleLabels } from '../gan/training/feeds'
import { createGan } from '../gan/training/gan'
import { train } from '../gan/training/loop'
import type { StepReport, Training } from '../gan/training/loop'
import { variantAt } from '../gan/training/recipe'
import { refuseNoBfloat16 } from './train/bfloat16'
import { chooseRunner } from './train/choose-runner'

/** Times a model's training step on one engine, data and noise included. */
export class StepBench {
  private constructor(
    readonly engine: EngineInfo,
    private readonly training: Training,
    private readonly steps: Generator<StepReport>,
  ) {}

  static async open(job: BenchJob): Promise<StepBench> {
    const { engine } = await openEngine(
      job.engine,
      job.threads,
      job.setup,
      job.hyperparameters.precision,
    )
    refuseNoBfloat16({ config: job }, engine)
    const hyperparameters = { ...job.hyperparameters, epochs: Infinity, steps: 0 }
    const { imageSize, channels } = hyperparameters
    const { datasetsDirs } = job
    const wanted = classesOfRun(job)
    const dataset =
      job.dataset === undefined
        ? noiseImages(hyperparameters, wanted.classes)
        : await loadDataset(job.dataset, { datasetsDirs, imageSize, channels, ...wanted })
    const gan = createGan(hyperparameters, job.networks)
    const { runner, note } = chooseRunner(gan, engine, hyperparameters, {
      images: dataset.count,
      compile: job.compile,
    })
    if (note !== undefined && job.fallback !== true)
      throw new StudioError('engine', note.message, note)
    const training = { gan, runner, dataset, hyperparameters, step: 0 }
    return new StepBench(engine.info, training, train(training, new AbortController().signal))
  }

  /**
   * @returns times of a step in milliseconds. Where the recipe has several variants, each time is
   *   that of one step of each, weighted by how often training takes it
   */
  run(steps: number): number[] {
    const { cycle } = this.training.gan.recipe
    const variants = [...new Set(cycle)]
    return Array.from({ length: steps }, () =>
      variants.reduce((total, variant) => {
        const share = cycle.filter((taken) => taken === variant).length / cycle.length
        return total + share * this.time(variant)
      }, 0),
    )
  }

  /** Takes the next step of that variant, skipping others. */
  private time(variant: string): number {
    const { training } = this
    while (variantAt(training.gan.recipe, training.step) !== variant) training.step += 1
    const start = performance.now()
    this.steps.next()
    return performance.now() - start
  }

  /** @returns milliseconds to generate that many images, latents included */
  generate(count: number): number {
    const { gan, runner } = this.training
    const { noise, latentDim, classes } = gan
    const portion = imagesAtOnce(gan.pixels)
    runner.pullVariables()
    const start = performance.now()
    const generator = gan.generator.frozen()
    for (let made = 0; made < count; made += portion) {
      const images = Math.min(portion, count - made)
      const latents = noise.fillNormal(new Float32Array(images * latentDim))
      const labels = classes === undefined ? undefined : exampleLabels(classes, images).data
      makeImages(generator, latents, latentDim, labels)
    }
    const taken = performance.now() - start
    generator.dispose()
    return taken
  }
}

/** A data set of exactly one batch, so every step gets a full batch. */
function noiseImages(
  { batchSize, imageSize, channels }: Hyperparameters,
  classes: number | undefined,
): Dataset {
  const random = RandomStream.seeded(0, 'noise images')
  const pixels = Uint8Array.from({ length: batchSize * channels * imageSize ** 2 }, () =>
    random.below(256),
  )
  const shape = { images: batchSize, width: imageSize, height: imageSize, channels }
  const identity = { name: 'noise', fingerprint: '0'.repeat(64), ...shape }
  const images = new MemoryImages(pixels, channels * imageSize ** 2)
  const dataset = { identity, images, count: batchSize, imageSize, channels }
  if (classes === undefined) return dataset
  return { ...dataset, labels: Uint16Array.from({ length: batchSize }, (_, i) => i % classes) }
}
