import { problemError } from '../../../contract/errors'
import type { GeneratorJob } from '../../../contract/generator-job'
import type { GenerateJob, GeneratorShape, ReplyBody } from '../../../contract/trainer'
import { imagesAtOnce, makeImages } from '../../gan/make-images'
import { countNotFiniteImages } from '../../image/encode'
import { labelsFrom, refuseUnknownClasses } from './labels'
import { latentPortions, latentsBetween } from './latents'
import { GeneratorLoader } from './load'
import type { LoadedGenerator } from './load'
import { openOutput, refuseHugeOutput, refuseUsedFolder } from './output'
import { useBatchStatistics } from './statistics'

/** Size of the batch whose statistics are used for batch statistics. */
const STATISTICS_BATCH = 256

/** Makes images for a host, one request after the other. */
export class ImageMaker {
  private readonly loader = new GeneratorLoader()

  /** Loads a generator to check that it is valid, and returns its properties. */
  async inspect(job: GeneratorJob): Promise<ReplyBody<'inspect'>> {
    return { shape: (await this.loader.load(job)).shape }
  }

  /** Generates images from a checkpoint's or a file's weights; the same seed gives the same images. */
  async generate(job: GenerateJob): Promise<ReplyBody<'generate'>> {
    if (job.output.kind === 'folder') await refuseUsedFolder(job.output.folder)
    const loaded = await this.loader.load(job, (shape) => {
      refuseUnknownClasses(job, shape)
      refuseHugeOutput(job.output, shape, job.count)
    })
    const { shape, manifest, warnings, opened, where } = loaded
    const output = await openOutput(job.output, shape, job.count, originOf(loaded, job))
    this.setStatistics(loaded, job)
    const network = loaded.network.frozen()
    try {
      let made = 0
      for (const latents of latentsOf(job, shape)) {
        const count = latents.length / shape.latentDim
        const labels = labelsFrom(made, count, job, shape)
        made += count
        const pixels = makeImages(network, latents, shape.latentDim, labels)
        refuseNotFinite(pixels, shape, where)
        await output.add(pixels)
      }
    } catch (error) {
      await output.abandon()
      throw error
    } finally {
      network.dispose()
    }
    return {
      files: await output.finish(),
      shape,
      ...(manifest === undefined ? {} : { digest: manifest.digest }),
      engine: opened.engine.info,
      warnings: [...warnings, ...opened.notes],
    }
  }

  private setStatistics(loaded: LoadedGenerator, job: GenerateJob): void {
    const { network, state, shape, where } = loaded
    if (job.statistics === 'running') return network.loadStateDict(state, where)
    for (const latents of latentPortions(
      shape.latentDim,
      job,
      STATISTICS_BATCH,
      STATISTICS_BATCH,
    )) {
      const { between: _, ...choice } = job
      useBatchStatistics(loaded, latents, labelsFrom(0, STATISTICS_BATCH, choice, shape))
    }
  }
}

/** Rejects non-finite pixels: finite weights can overflow, and a black image would hide that. */
export function refuseNotFinite(pixels: Float32Array, shape: GeneratorShape, where: string): void {
  const length = shape.channels * shape.size ** 2
  const count = countNotFiniteImages(pixels, length)
  if (count === 0) return
  const of = pixels.length / length
  throw problemError('checkpoint', 'imagesNotFinite', { count, of }, { where })
}

function* latentsOf(
  job: GenerateJob,
  { latentDim, channels, size }: GeneratorShape,
): Generator<Float32Array> {
  const { between, count } = job
  const portion = imagesAtOnce(channels * size * size)
  if (between === undefined) return yield* latentPortions(latentDim, job, count, portion)
  const latents = latentsBetween(latentDim, job, between, count)
  const length = portion * latentDim
  for (let at = 0; at < latents.length; at += length) yield latents.subarray(at, at + length)
}

function originOf(
  { where, manifest, weights, shape, opened }: LoadedGenerator,
  job: GenerateJob,
): object {
  const { seed, latentScale, statistics, count } = job
  const labels = labelsFrom(0, count, job, shape)
  return {
    source: where,
    ...(manifest === undefined ? {} : { step: manifest.step, checkpointDigest: manifest.digest }),
    ...(weights === undefined ? {} : { weights }),
    seed,
    latentScale,
    statistics,
    ...(labels === undefined ? {} : { labels: [...labels] }),
    engine: opened.engine.info,
  }
}
