import { VP8L_ALPHA, WEBP_ALPHA, webpChunks, webpEnd } from './formats/webp'

/* A decoder that gives colours multiplied by alpha loses them; a WebP without alpha keeps them. */

const ANIMATED = 0x02
/** Bytes of a frame before its chunks: its place, size, duration and flags. */
const FRAME_HEADER = 16

/**
 * Returns the same picture, or the first frame of an animation, with all pixels opaque, as another
 * WebP; undefined if its first frame does not cover it.
 */
export function webpWithoutAlpha(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  let size = Buffer.alloc(0)
  let frames = 0
  for (const { type, start, end } of webpChunks(bytes, 12, webpEnd(bytes))) {
    const part = Buffer.from(bytes.subarray(start - 8, end + (end % 2)))
    if (type === 'VP8X') {
      part[8] = (part[8] ?? 0) & ~(WEBP_ALPHA | ANIMATED)
      size = part.subarray(12, 18)
      parts.push(part)
    } else if (type === 'ANMF') {
      if (frames++ > 0) continue
      const covers =
        bytes.readUIntLE(start, 6) === 0 && bytes.subarray(start + 6, start + 12).equals(size)
      if (!covers) return undefined
      for (const inner of webpChunks(bytes, start + FRAME_HEADER, end)) {
        const stored = bytes.subarray(inner.start - 8, inner.end + (inner.end % 2))
        addImage(parts, inner.type, Buffer.from(stored))
      }
    } else if (type === 'ICCP' || type === 'EXIF') parts.push(part)
    else addImage(parts, type, part)
  }
  const body = Buffer.concat(parts)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + body.length, 4)
  return Buffer.concat([head, body])
}

/** Adds a chunk of pixels; VP8's alpha is a chunk of its own, ALPH. */
function addImage(parts: Buffer[], type: string, chunk: Buffer): void {
  // Without this bit, decoders take the pixels as opaque.
  if (type === 'VP8L') chunk[12] = (chunk[12] ?? 0) & ~VP8L_ALPHA
  if (type === 'VP8L' || type === 'VP8 ') parts.push(chunk)
}
