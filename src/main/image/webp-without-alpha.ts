import { VP8L_ALPHA, WEBP_ALPHA, webpChunks, webpEnd } from './formats/webp'

/* A decoder that gives colours multiplied by alpha loses them; a WebP without alpha keeps them. */

const ANIMATED = 0x02
const IMAGES = ['VP8 ', 'VP8L']
/** Bytes of a frame before its chunks: its place, size, duration and flags. */
const FRAME_HEADER = 16

/**
 * Returns the same picture, or the first frame of an animation, with all pixels opaque, as another
 * WebP; undefined if its first frame does not cover it.
 */
export function webpWithoutAlpha(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  let size = Buffer.alloc(0)
  let image: Buffer | undefined
  for (const { type, start, end } of webpChunks(bytes, 12, webpEnd(bytes))) {
    const part = Buffer.from(bytes.subarray(start - 8, end + (end % 2)))
    if (type === 'VP8X') {
      part[8] = (part[8] ?? 0) & ~(WEBP_ALPHA | ANIMATED)
      size = part.subarray(12, 18)
      parts.push(part)
    } else if (type === 'ANMF' && image === undefined) {
      const place = bytes.subarray(start, start + 6)
      const covers = place.every((byte) => byte === 0) && part.subarray(14, 20).equals(size)
      if (!covers) return undefined
      image = opaqueImage(bytes, start + FRAME_HEADER, end)
      if (image === undefined) return undefined
      parts.push(image)
    } else if (IMAGES.includes(type) && image === undefined) {
      image = opaqueImage(bytes, start - 8, end)
      if (image !== undefined) parts.push(image)
    } else if (type === 'ICCP' || type === 'EXIF') parts.push(part)
  }
  const body = Buffer.concat(parts)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + body.length, 4)
  return Buffer.concat([head, body])
}

/** The first chunk of pixels between two positions, opaque. VP8's alpha is a chunk of its own. */
function opaqueImage(bytes: Buffer, from: number, to: number): Buffer | undefined {
  for (const { type, start, end } of webpChunks(bytes, from, to)) {
    if (!IMAGES.includes(type)) continue
    const chunk = Buffer.from(bytes.subarray(start - 8, end + (end % 2)))
    // Without this bit, decoders take the pixels as opaque.
    if (type === 'VP8L') chunk[12] = (chunk[12] ?? 0) & ~VP8L_ALPHA
    return chunk
  }
  return undefined
}
