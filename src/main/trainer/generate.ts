import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { GenerateJob, GeneratorJob, ReplyBody } from '../../contract/trainer'
import { latentPortions, latentsBetween } from './generate-latents'
import { GeneratorLoader } from './generate-load'
import type { LoadedGenerator } from './generate-load'
import { openOutput, refuseUsedFolder } from './generate-output'
import { adoptBatchStatistics } from './generate-statistics'

/** Images generated at once; bounds memory. Also the batch whose statistics may be asked for. */
const PORTION = 256

/** Makes images for a host, one request after the other. */
export class ImageMaker {
  private readonly loader = new GeneratorLoader()

  /** Loads a generator, which checks that it is one. */
  async inspect(job: GeneratorJob): Promise<ReplyBody<'inspect'>> {
    return { shape: (await this.loader.load(job)).shape }
  }

  /** Generates images from a checkpoint's or a file's weights; the same seed gives the same images. */
  async generate(job: GenerateJob): Promise<ReplyBody<'generate'>> {
    if (job.output.kind === 'folder') refuseUsedFolder(job.output.folder)
    const loaded = await this.loader.load(job)
    const { shape, manifest, warnings, opened } = loaded
    const output = await openOutput(job.output, shape, job.count, originOf(loaded, job))
    this.setStatistics(loaded, job)
    for (const latents of latentsOf(job, shape.latentDim)) {
      await output.add(forward(loaded, latents))
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
    for (const latents of latentPortions(shape.latentDim, job, PORTION, PORTION)) {
      adoptBatchStatistics(loaded, latents)
    }
  }
}

function* latentsOf(job: GenerateJob, latentDim: number): Generator<Float32Array> {
  const { between, count } = job
  if (between === undefined) return yield* latentPortions(latentDim, job, count, PORTION)
  const latents = latentsBetween(latentDim, job, between, count)
  const length = PORTION * latentDim
  for (let at = 0; at < latents.length; at += length) yield latents.subarray(at, at + length)
}

/** -> [n, channels, size, size] in [-1, 1] */
function forward({ network, shape }: LoadedGenerator, latents: Float32Array): Float32Array {
  const { latentDim } = shape
  return tidy(() => {
    const input = tensor2d(latents, [latents.length / latentDim, latentDim])
    return network.forward(input, 'eval').dataSync<'float32'>()
  })
}

function originOf({ where, manifest, opened }: LoadedGenerator, job: GenerateJob): object {
  const { seed, latentScale, statistics } = job
  return {
    source: where,
    ...(manifest === undefined ? {} : { step: manifest.step, checkpointDigest: manifest.digest }),
    seed,
    latentScale,
    statistics,
    engine: opened.engine.info,
  }
}
