import fs from 'node:fs'
import path from 'node:path'
import { problemError, StudioError } from '../../../contract/errors'
import type { GenerateJob, GeneratorShape } from '../../../contract/trainer'
import { createNew } from '../../disk/guarded'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../../storage/files/atomic'
import { onDisk } from '../../storage/files/disk-errors'
import { encodeGridPng, encodeImagePng, toByte } from '../../image/encode'

/** Receives generated images in portions and writes them. */
interface ImageOutput {
  /** @param pixels [n, channels, size, size] in [-1, 1] */
  add(pixels: Float32Array): Promise<void>
  /** @returns the files written */
  finish(): Promise<string[]>
  /** Removes everything written, after a failure. */
  abandon(): Promise<void>
}

/** @param origin the origin of the images, for the manifest */
export async function openOutput(
  output: GenerateJob['output'],
  shape: GeneratorShape,
  count: number,
  origin: object,
): Promise<ImageOutput> {
  if (output.kind === 'grid') return gridOutput(output.file, shape, count)
  if (output.kind === 'folder') return folderOutput(output.folder, shape, count, origin)
  return pixelsOutput(output.file, shape)
}

/** Maximum bytes of pixels in one PNG; encoding needs six times as much memory. */
const MAX_GRID_BYTES = 2 ** 29

/** @throws StudioError `usage` for a grid that would be too large for one PNG */
export function refuseHugeOutput(
  output: GenerateJob['output'],
  { size, channels }: Pick<GeneratorShape, 'size' | 'channels'>,
  count: number,
): void {
  if (output.kind !== 'grid') return
  // Includes two pixels of padding around each image, and a possibly incomplete row.
  const bytes = (columns: number): number => (columns * (size + 2) + 2) ** 2 * channels
  let most = Math.floor(Math.sqrt(MAX_GRID_BYTES / channels) / (size + 2))
  while (most > 1 && bytes(most) > MAX_GRID_BYTES) most--
  if (count <= most ** 2) return
  const given = { count, size, channels, most: most ** 2 }
  throw problemError('usage', 'gridTooLarge', given, { where: '--count' })
}

function gridOutput(file: string, { size, channels }: GeneratorShape, count: number): ImageOutput {
  const pixels = new Float32Array(count * channels * size * size)
  let filled = 0
  return {
    async add(portion) {
      pixels.set(portion, filled)
      filled += portion.length
    },
    async finish() {
      const columns = Math.ceil(Math.sqrt(count))
      const image = { height: size, width: size, channels }
      const png = await encodeGridPng({ pixels, count, ...image, columns })
      await writeFileAtomic(file, png)
      return [file]
    },
    abandon: () => Promise.resolve(),
  }
}

/** Writes one PNG per image, and finally a manifest with their origin. */
function folderOutput(
  folder: string,
  { size, channels }: GeneratorShape,
  count: number,
  origin: object,
): ImageOutput {
  const length = channels * size * size
  const digits = Math.max(5, String(count - 1).length)
  const names: string[] = []
  return {
    async add(portion) {
      for (let at = 0; at < portion.length; at += length) {
        const pixels = portion.subarray(at, at + length)
        const name = `${String(names.length).padStart(digits, '0')}.png`
        const png = await encodeImagePng({ pixels, height: size, width: size, channels })
        await writeFileAtomic(path.join(folder, name), png)
        names.push(name)
      }
    },
    async finish() {
      const manifest = path.join(folder, 'manifest.json')
      await writeFileAtomic(manifest, `${JSON.stringify({ ...origin, images: names }, null, 2)}\n`)
      return [...names.map((name) => path.join(folder, name)), manifest]
    },
    async abandon() {
      for (const name of names) await fs.promises.rm(path.join(folder, name), { force: true })
    },
  }
}

/**
 * Writes raw bytes for the host to read, since messages between processes are slow for large data.
 */
async function pixelsOutput(file: string, shape: GeneratorShape): Promise<ImageOutput> {
  const written = <T>(work: () => Promise<T>): Promise<T> => onDisk('write the images', file, work)
  const handle = await written(() => createNew(file))
  return {
    add: (portion) => written(() => handle.appendFile(pixelBytes(portion, shape))),
    async finish() {
      await written(() => handle.close())
      return [file]
    },
    async abandon() {
      await handle.close()
      await fs.promises.rm(file, { force: true })
    },
  }
}

/**
 * Pixels as bytes, channels last, rounded as in the PNGs of the grids.
 *
 * @param pixels [n, channels, size, size] in [-1, 1]
 * @returns [n, size, size, channels]
 */
export function pixelBytes(
  pixels: Float32Array,
  { size, channels }: Pick<GeneratorShape, 'size' | 'channels'>,
): Uint8Array {
  const plane = size * size
  const bytes = new Uint8Array(pixels.length)
  for (let start = 0; start < pixels.length; start += plane) {
    const channel = (start / plane) % channels
    let to = start - channel * plane + channel
    for (let from = start; from < start + plane; from++, to += channels) {
      bytes[to] = toByte(pixels[from] ?? NaN)
    }
  }
  return bytes
}

/**
 * @throws StudioError `usage` for a folder that is not empty, `storage` for one that cannot be
 *   created
 */
export async function refuseUsedFolder(folder: string): Promise<void> {
  if ((await folderEntries(folder)).length === 0) return
  throw problemError('usage', 'folderInUse', {}, { where: folder })
}

/** Lists the folder's entries, creating it if it does not exist. */
async function folderEntries(folder: string): Promise<string[]> {
  try {
    await makeDirectory(folder)
    return await fs.promises.readdir(folder)
  } catch (cause) {
    if (cause instanceof StudioError) throw cause
    const why = (cause as Error).message
    throw problemError('storage', 'folderNotWritable', { why }, { where: folder, cause })
  }
}
