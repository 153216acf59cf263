import { zip } from 'fflate'
import type { AsyncZippable } from 'fflate'
import { imageOf, labelIn } from './generated-images'
import type { GeneratedSet } from './generated-images'
import { encodePng } from '../../image/png'

/** PNGs encoded at once. */
const BATCH = 64
/** The earliest time that a zip can represent, so that equal images give equal archives. */
const mtime = new Date(1980, 0, 1)

/** Creates a zip with one PNG per image and a manifest with the origin of each. */
export async function zipImages(set: GeneratedSet): Promise<Uint8Array> {
  const names = fileNames(set)
  const files: AsyncZippable = {}
  for (let begin = 0; begin < names.length; begin += BATCH) {
    const batch = names.slice(begin, begin + BATCH)
    const encoded = await Promise.all(batch.map((_, i) => pngOf(set, begin + i)))
    // PNGs are already compressed.
    encoded.forEach((png, i) => (files[batch[i] ?? ''] = [png, { level: 0 }]))
  }
  const images = names.map((file, n) => ({ file, ...indexOf(set, n) }))
  return pack({ ...files, 'manifest.json': manifestOf(set, { images }) })
}

async function pngOf(set: GeneratedSet, n: number): Promise<Uint8Array> {
  const image = imageOf(set, n)
  return image === undefined ? new Uint8Array() : encodePng(image)
}

/**
 * Creates a zip with a manifest and one IDX file in the format of MNIST, [count, size, size] or
 * [count, size, size, channels], named as in a data set's folder. A second IDX file has the labels
 * [count], if the images have labels that fit into bytes.
 */
export async function zipIdx(set: GeneratedSet): Promise<Uint8Array> {
  const { count, size, channels, bytes } = set
  const dims = channels === 1 ? [count, size, size] : [count, size, size, channels]
  const file = `train-images-idx${dims.length}-ubyte`
  const images = Array.from({ length: count }, (_, n) => indexOf(set, n))
  return pack({
    [file]: idxOf(dims, bytes),
    ...labelsFile(set),
    'manifest.json': manifestOf(set, { file, images }),
  })
}

/** Encodes bytes as an IDX file. */
function idxOf(dims: readonly number[], bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, 0x08, dims.length])
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  return new Uint8Array(Buffer.concat([header, bytes]))
}

function labelsFile(set: GeneratedSet): AsyncZippable {
  if (set.classes === undefined || set.classes > 256) return {}
  const labels = Uint8Array.from({ length: set.count }, (_, n) => labelIn(set, n) ?? 0)
  return { 'train-labels-idx1-ubyte': idxOf([set.count], labels) }
}

/** Names with the number of each image, counted from 1 as on the page. */
function fileNames({ count }: GeneratedSet): string[] {
  const digits = Math.max(5, String(count).length)
  return Array.from({ length: count }, (_, n) => `image-${String(n + 1).padStart(digits, '0')}.png`)
}

/**
 * The origin of image `n`: its index for the seed, or its position between two such indices, and its
 * label if it has one.
 */
function indexOf(set: GeneratedSet, n: number): object {
  const { job, count } = set
  const label = labelIn(set, n)
  const of = label === undefined ? {} : { label }
  if (job.between === undefined) return { index: n, ...of }
  return { between: [job.between.from, job.between.to], at: n / (count - 1), ...of }
}

function manifestOf(
  { origin, job, engine, size, channels }: GeneratedSet,
  rest: object,
): Uint8Array {
  const { seed, latentScale, statistics, weights } = job
  const settings = {
    ...{ source: origin, weights, seed, latentScale, statistics, engine, size, channels },
  }
  const manifest = { schemaVersion: 1, ...settings, ...rest }
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)
}

function pack(files: AsyncZippable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip(files, { mtime }, (error, archive) => {
      if (error === null) resolve(archive)
      else reject(error)
    })
  })
}
