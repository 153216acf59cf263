import fs from 'node:fs'
import path from 'node:path'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { StudioError } from '../../contract/errors'
import type { EngineInfo } from '../../contract/engines'
import type { GenerateJob } from '../../contract/trainer'
import { openEngine } from '../engine/open'
import { mlpGenerator, mlpGeneratorShape } from '../gan/mlp'
import type { Network } from '../gan/network'
import { RandomStream } from '../gan/random'
import { writeFileAtomic } from '../storage/atomic'
import { readGeneratorSource } from '../storage/generator-source'
import { encodeGridPng, encodeImagePng } from '../storage/images'

/** Images generated at once; bounds memory. */
const CHUNK = 256

interface Images {
  pixels: Float32Array
  channels: number
  size: number
}

/** Generates images from a checkpoint's or a file's weights; the same seed gives the same images. */
export async function generateImages(
  job: GenerateJob,
): Promise<{ files: string[]; engine: EngineInfo; warnings: string[] }> {
  const { output } = job
  if (output.kind === 'folder') refuseUsedFolder(output.folder)
  const source = await readGeneratorSource(job.source)
  const { latentDim, channels, size } = mlpGeneratorShape(source.generator, source.where)
  const { engine, notes } = await openEngine(job.engine, job.threads)
  const generator = mlpGenerator(latentDim, { channels, size }, RandomStream.seeded(0))
  generator.loadStateDict(source.generator, source.where)
  const pixels = generateAll(generator, latentDim, job)
  const images = { pixels, channels, size }
  const origin = {
    source: source.where,
    ...(source.manifest === undefined
      ? {}
      : { step: source.manifest.step, checkpointDigest: source.manifest.digest }),
    seed: job.seed,
    engine: engine.info,
  }
  const files =
    output.kind === 'grid'
      ? [await writeGrid(output.file, images, job.count)]
      : await writeFolder(output.folder, images, job.count, origin)
  return { files, engine: engine.info, warnings: [...source.warnings, ...notes] }
}

function generateAll(generator: Network, latentDim: number, job: GenerateJob): Float32Array {
  const stream = RandomStream.seeded(job.seed, 'generate')
  const chunks: Float32Array[] = []
  for (let done = 0; done < job.count; done += CHUNK) {
    const n = Math.min(CHUNK, job.count - done)
    const latents = new Float32Array(n * latentDim)
    // Image by image, so that asking for more images leaves the first ones as they are.
    for (let i = 0; i < n; i++) {
      stream.fillNormal(latents.subarray(i * latentDim, (i + 1) * latentDim))
    }
    chunks.push(
      tidy(() =>
        generator.forward(tensor2d(latents, [n, latentDim]), 'eval').dataSync<'float32'>(),
      ),
    )
  }
  const all = new Float32Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.length
  }
  return all
}

async function writeGrid(file: string, { pixels, channels, size }: Images, count: number) {
  const columns = Math.ceil(Math.sqrt(count))
  const png = encodeGridPng({ pixels, count, height: size, width: size, channels, columns })
  await writeFileAtomic(file, png)
  return file
}

/** One PNG an image, and last a manifest that says where each came from. */
async function writeFolder(
  folder: string,
  { pixels, channels, size }: Images,
  count: number,
  origin: object,
): Promise<string[]> {
  const length = channels * size * size
  const digits = Math.max(5, String(count - 1).length)
  const names: string[] = []
  for (let i = 0; i < count; i++) {
    const image = pixels.subarray(i * length, (i + 1) * length)
    const name = `${String(i).padStart(digits, '0')}.png`
    const png = encodeImagePng({ pixels: image, height: size, width: size, channels })
    await writeFileAtomic(path.join(folder, name), png)
    names.push(name)
  }
  const manifest = path.join(folder, 'manifest.json')
  await writeFileAtomic(manifest, `${JSON.stringify({ ...origin, images: names }, null, 2)}\n`)
  return [...names.map((name) => path.join(folder, name)), manifest]
}

function refuseUsedFolder(folder: string): void {
  if (folderEntries(folder).length === 0) return
  throw new StudioError('usage', 'the folder is not empty, and nothing in it will be overwritten', {
    where: folder,
    remedy: 'Choose a new or empty folder.',
  })
}

/** What is in the folder, which is made if it is not there. */
function folderEntries(folder: string): string[] {
  try {
    fs.mkdirSync(folder, { recursive: true })
    return fs.readdirSync(folder)
  } catch (cause) {
    throw new StudioError('storage', `cannot write to the folder: ${(cause as Error).message}`, {
      where: folder,
      remedy: 'Choose a folder you may write to.',
      cause,
    })
  }
}
