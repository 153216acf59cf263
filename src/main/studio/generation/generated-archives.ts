import { zip } from 'fflate'
import type { AsyncZippable } from 'fflate'
import { imageOf } from './generated-images'
import type { GeneratedSet } from './generated-images'
import { encodePng } from '../../image/png'

/** PNGs encoded at once. */
const PORTION = 64
/** Equal images give equal archives: the earliest time that a zip can hold. */
const mtime = new Date(1980, 0, 1)

/** A zip of one PNG an image, and a manifest that says where each came from. */
export async function zipImages(set: GeneratedSet): Promise<Uint8Array> {
  const names = fileNames(set)
  const files: AsyncZippable = {}
  for (let begin = 0; begin < names.length; begin += PORTION) {
    const portion = names.slice(begin, begin + PORTION)
    const encoded = await Promise.all(portion.map((_, i) => pngOf(set, begin + i)))
    // They are compressed as they are.
    encoded.forEach((png, i) => (files[portion[i] ?? ''] = [png, { level: 0 }]))
  }
  const images = names.map((file, n) => ({ file, ...indexOf(set, n) }))
  return pack({ ...files, 'manifest.json': manifestOf(set, { images }) })
}

async function pngOf(set: GeneratedSet, n: number): Promise<Uint8Array> {
  const image = imageOf(set, n)
  return image === undefined ? new Uint8Array() : encodePng(image)
}

/**
 * A zip of one IDX file as MNIST has it, [count, size, size] or with the channels last, under
 * the name that a data set's folder wants, and a manifest.
 */
export async function zipIdx(set: GeneratedSet): Promise<Uint8Array> {
  const { count, size, channels, bytes } = set
  const dims = channels === 1 ? [count, size, size] : [count, size, size, channels]
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, 0x08, dims.length])
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  const file = `train-images-idx${dims.length}-ubyte`
  const images = Array.from({ length: count }, (_, n) => indexOf(set, n))
  return pack({
    [file]: new Uint8Array(Buffer.concat([header, bytes])),
    'manifest.json': manifestOf(set, { file, images }),
  })
}

function fileNames({ count }: GeneratedSet): string[] {
  const digits = Math.max(5, String(count - 1).length)
  return Array.from({ length: count }, (_, n) => `${String(n).padStart(digits, '0')}.png`)
}

/** What made image `n`: its number in the seed's row, or where it is between two of those. */
function indexOf({ job, count }: GeneratedSet, n: number): object {
  if (job.between === undefined) return { index: n }
  return { between: [job.between.from, job.between.to], at: n / (count - 1) }
}

function manifestOf(
  { origin, job, engine, size, channels }: GeneratedSet,
  rest: object,
): Uint8Array {
  const { seed, latentScale, statistics } = job
  const made = { source: origin, seed, latentScale, statistics, engine, size, channels }
  const manifest = { schemaVersion: 1, ...made, ...rest }
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
