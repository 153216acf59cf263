import { exifOrientation } from './exif'
import { MAX_CHUNKS, requireBytes } from './format'
import type { Chunk, FormatReader, PictureHeader } from './format'

/* Google's "WebP Container Specification" and RFC 6386 (VP8), RFC 9649 (lossless). */

/** Bits of the first byte of VP8X. */
export const WEBP_ALPHA = 0x10
/** A bit of byte 4 of VP8L, which it shares with the height and the version. */
export const VP8L_ALPHA = 0x10

/** The chunks of a WebP, or those in a frame, between two positions. */
export function* webpChunks(bytes: Buffer, from: number, to: number): Generator<Chunk<string>> {
  for (let at = from; at + 8 <= to;) {
    const type = bytes.toString('latin1', at, at + 4)
    const start = at + 8
    const end = start + bytes.readUInt32LE(at + 4)
    yield { type, start, end }
    at = end + (end % 2)
  }
}

/** The end of the chunks, as the file's first bytes say. */
export const webpEnd = (bytes: Buffer): number => 8 + bytes.readUInt32LE(4)

const u24 = (bytes: Buffer, at: number): number => bytes.readUIntLE(at, 3)

type Facts = Pick<PictureHeader, 'width' | 'height' | 'alpha'>
/** Facts in each kind of first chunk; undefined if it is not valid. */
const first: Record<string, (bytes: Buffer, start: number) => Facts | undefined> = {
  VP8X: (bytes, start) => ({
    width: 1 + u24(bytes, start + 4),
    height: 1 + u24(bytes, start + 7),
    alpha: (bytes.readUInt8(start) & WEBP_ALPHA) !== 0,
  }),
  'VP8 ': (bytes, start) => {
    if (u24(bytes, start + 3) !== 0x2a019d) return undefined
    const [width, height] = [bytes.readUInt16LE(start + 6), bytes.readUInt16LE(start + 8)]
    return { width: width & 0x3fff, height: height & 0x3fff, alpha: false }
  },
  VP8L: (bytes, start) => {
    if (bytes.readUInt8(start) !== 0x2f) return undefined
    const bits = bytes.readUInt32LE(start + 1)
    const alpha = (bytes.readUInt8(start + 4) & VP8L_ALPHA) !== 0
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), alpha }
  },
}

export const webp: FormatReader = {
  matches: (bytes) => /^RIFF[^]{4}WEBP/.test(bytes.toString('latin1', 0, 12)),

  header(bytes) {
    const facts = first[bytes.toString('latin1', 12, 16)]?.(bytes, 20)
    if (facts === undefined) return undefined
    const header: PictureHeader = { format: 'webp', ...facts, orientation: 1, grey: false }
    try {
      for (const { type, start, end } of webpChunks(bytes, 12, webpEnd(bytes))) {
        if (type === 'EXIF') header.orientation = exifOrientation(bytes.subarray(start, end))
        // The header of the whole file may not say that a frame has transparent pixels.
        if (type === 'ANMF') header.alpha = true
      }
    } catch (error) {
      // The EXIF data come after the pixels, where the bytes of a header end.
      if (!(error instanceof RangeError)) throw error
    }
    return header
  },

  complete(bytes) {
    const end = webpEnd(bytes)
    requireBytes(bytes, end)
    let [count, pictures] = [0, 0]
    for (const chunk of webpChunks(bytes, 12, end)) {
      requireBytes(bytes, chunk.end)
      if (++count > MAX_CHUNKS) return false
      if (['VP8 ', 'VP8L', 'ANMF'].includes(chunk.type)) pictures++
    }
    return pictures > 0
  },
}
