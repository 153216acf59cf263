import type { Generated } from '../../../contract/generated'
import type { CommandRequest, StudioApi } from '../../../contract/api'
import { problemError } from '../../../contract/errors'
import type { Settings } from '../../../contract/settings'
import { checkpointDirectory } from '../../storage/runs/paths'
import { noSuchCheckpoint } from '../../storage/checkpoints/no-such-checkpoint'
import { listCheckpoints } from '../../storage/checkpoints/checkpoints'
import { labelIn } from './generated-images'
import type { GeneratedImages, GeneratedSet, Origin } from './generated-images'
import type { GeneratorChild, Pixels, PixelsJob } from './generator-child'
import { exactRun } from '../runs/run-details'
import type { Uploads } from './uploads'

interface GenerateParts {
  root: string
  child: GeneratorChild
  images: GeneratedImages
  uploads: Uploads
  settings(): Settings
}

type GenerateApi = Pick<StudioApi, 'generate' | 'interpolate' | 'weights.upload'>

export function generateHandlers(parts: GenerateParts): GenerateApi {
  return {
    'weights.upload': async ({ name, base64 }) => {
      const { engine, threads } = parts.settings()
      const upload = await parts.uploads.add(name, base64, { engine, threads })
      const { latentDim, size, classes } = upload.shape
      return { id: upload.id, latentDim, size, ...(classes === undefined ? {} : { classes }) }
    },
    generate: (request) => generate(parts, request),
    interpolate: (request) => interpolate(parts, request),
  }
}

async function generate(
  parts: GenerateParts,
  { source, ...options }: CommandRequest<'generate'>,
): Promise<Generated> {
  const { engine, threads } = parts.settings()
  const { path, shape, origin } = await locate(parts, source)
  parts.images.refuseTooMany(options.count, shape)
  const job = { ...options, source: path, engine, threads }
  const pixels = await parts.child.generate(job)
  return describe(store(parts, job, origin, pixels, Math.ceil(Math.sqrt(options.count))))
}

async function interpolate(
  { child, images, ...parts }: GenerateParts,
  { id, from, to, frames }: CommandRequest<'interpolate'>,
): Promise<Generated> {
  const set = images.need(id)
  if (set.job.between !== undefined || Math.max(from, to) >= set.count) {
    throw problemError('usage', 'endsOutsideSet', {}, { where: `${from}, ${to}` })
  }
  images.refuseTooMany(frames, set)
  const job = { ...set.job, between: { from, to }, count: frames }
  const pixels = await child.generate(job)
  if (pixels.digest !== digestOf(set.origin)) {
    throw problemError('checkpoint', 'weightsChanged', {})
  }
  copyEnds(pixels.bytes, set, from, to)
  return describe(store({ child, images, ...parts }, job, set.origin, pixels, frames))
}

/**
 * Copies the two end images from the set they were picked from. Generated again in a batch of
 * another size, a pixel may round differently. All frames have the first image's class, so the last
 * image is copied only if its class is the same.
 */
function copyEnds(bytes: Uint8Array, set: GeneratedSet, from: number, to: number): void {
  const length = set.size * set.size * set.channels
  const image = (n: number): Uint8Array => set.bytes.subarray(n * length, (n + 1) * length)
  bytes.set(image(from), 0)
  if (labelIn(set, from) === labelIn(set, to)) bytes.set(image(to), bytes.length - length)
}

function store(
  { images }: GenerateParts,
  job: PixelsJob,
  origin: Origin,
  { bytes, shape, digest, engine, warnings }: Pixels,
  columns: number,
): GeneratedSet {
  const { size, channels, classes } = shape
  const exact = origin.kind === 'checkpoint' ? { ...origin, digest } : origin
  const layout = { count: job.count, columns, size, channels, classes }
  return images.add({ ...layout, bytes, job, origin: exact, engine, warnings })
}

const describe = ({ id, count, columns, size, channels, warnings }: GeneratedSet): Generated => ({
  id,
  count,
  columns,
  size,
  channels,
  warnings,
})

const digestOf = (origin: Origin): string | undefined =>
  origin.kind === 'checkpoint' ? origin.digest : undefined

interface Located {
  path: string
  shape: { size: number; channels: number }
  origin: Origin
}

async function locate(
  { root, uploads }: GenerateParts,
  source: CommandRequest<'generate'>['source'],
): Promise<Located> {
  if (source.kind === 'upload') {
    const { file, shape, name, sha256 } = uploads.need(source.id)
    return { path: file, shape, origin: { kind: 'file', name, sha256 } }
  }
  const { id, step } = source
  const { dir, run } = await exactRun(root, id)
  const steps = (await listCheckpoints(dir)).map((checkpoint) => checkpoint.step)
  if (!steps.includes(step)) throw noSuchCheckpoint(step, steps, id)
  const { imageSize: size, channels } = run.config.hyperparameters
  return {
    path: checkpointDirectory(dir, step),
    shape: { size, channels },
    origin: { kind: 'checkpoint', run: id, runName: run.name, step, digest: undefined },
  }
}
