import { crc32 } from 'node:zlib'
import { exifOrientation } from './exif'
import { MAX_CHUNKS, requireBytes } from './format'
import type { Chunk, FormatReader, Orientation } from './format'

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** Colour types (PNG specification, 11.2.1), as bits. */
export const [PALETTE, COLOUR, ALPHA] = [1, 2, 4]

/** The fields of IHDR. */
export interface PngHeader {
  width: number
  height: number
  /** Bits per sample. */
  depth: number
  colourType: number
  interlaced: boolean
}

/**
 * Walks the chunks of a PNG up to and including IEND.
 *
 * @throws RangeError if the bytes end before
 */
export function* pngChunks(bytes: Buffer): Generator<Chunk<string>> {
  for (let at = PNG_SIGNATURE.length; ;) {
    const start = at + 8
    const end = start + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, start)
    requireBytes(bytes, start)
    yield { type, start, end }
    if (type === 'IEND') return
    at = end + 4
  }
}

/**
 * @returns undefined if the file does not begin with IHDR
 * @throws RangeError if the bytes end before
 */
export function pngHeader(bytes: Buffer): PngHeader | undefined {
  requireBytes(bytes, 29)
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const [depth, colourType] = [bytes.readUInt8(24), bytes.readUInt8(25)]
  return { width, height, depth, colourType, interlaced: bytes.readUInt8(28) === 1 }
}

export const png: FormatReader = {
  matches: (bytes) => bytes.subarray(0, 8).equals(PNG_SIGNATURE),

  header(bytes) {
    const header = pngHeader(bytes)
    if (header === undefined) return undefined
    const { width, height, colourType } = header
    const { orientation, transparency, greyPalette } = ancillary(bytes)
    const grey = (colourType & COLOUR) === 0 || ((colourType & PALETTE) !== 0 && greyPalette)
    const alpha = (colourType & ALPHA) !== 0 || transparency
    return { format: 'png', width, height, orientation, grey, alpha }
  },

  complete(bytes) {
    if (pngHeader(bytes) === undefined) return false
    let count = 0
    for (const { type, start, end } of pngChunks(bytes)) {
      requireBytes(bytes, end + 4)
      if (++count > MAX_CHUNKS) return false
      // Damage to other chunks, such as texts, does no harm.
      const matters = /^[A-Z]/.test(type) || type === 'tRNS'
      if (matters && crc32(bytes.subarray(start - 4, end)) !== bytes.readUInt32BE(end)) return false
    }
    return true
  },
}

/** Facts in chunks that not every PNG has; of those that `bytes` contains. */
function ancillary(bytes: Buffer): {
  orientation: Orientation
  transparency: boolean
  greyPalette: boolean
} {
  const found = { orientation: 1 as Orientation, transparency: false, greyPalette: false }
  try {
    for (const { type, start, end } of pngChunks(bytes)) {
      const data = bytes.subarray(start, end)
      if (type === 'tRNS') found.transparency = true
      if (type === 'PLTE') found.greyPalette = isGrey(data)
      if (type === 'eXIf') found.orientation = exifOrientation(data)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return found
}

function isGrey(palette: Buffer): boolean {
  for (let i = 0; i + 2 < palette.length; i += 3) {
    if (palette[i] !== palette[i + 1] || palette[i] !== palette[i + 2]) return false
  }
  return true
}
