import { VP8L_ALPHA, WEBP_ALPHA, webpChunks, webpEnd } from './formats/webp'

/* A decoder that gives colours multiplied by alpha loses them; a WebP without alpha keeps them. */

const ANIMATED = 0x02
const IMAGES = ['VP8 ', 'VP8L']
/** Bytes of a frame before its chunks: its place, size, duration and flags. */
const FRAME_HEADER = 16

/** An opaque copy of a picture, or of the part of it that is not empty. */
export interface Opaque {
  bytes: Buffer
  /** The place of its first pixel in the picture. */
  left: number
  top: number
}

/**
 * Returns the same picture, or the first frame of an animation, with all pixels opaque, as another
 * WebP; undefined if it has none.
 */
export function webpWithoutAlpha(bytes: Buffer): Opaque | undefined {
  const parts: Buffer[] = []
  let header: Buffer | undefined
  let image: Buffer | undefined
  let [left, top] = [0, 0]
  for (const { type, start, end } of webpChunks(bytes, 12, webpEnd(bytes))) {
    const part = Buffer.from(bytes.subarray(start - 8, end + (end % 2)))
    if (type === 'VP8X') {
      part[8] = (part[8] ?? 0) & ~(WEBP_ALPHA | ANIMATED)
      header = part
      parts.push(part)
    } else if (type === 'ANMF' && image === undefined) {
      // Frames lie at even places, which are stored as half of them.
      left = 2 * bytes.readUIntLE(start, 3)
      top = 2 * bytes.readUIntLE(start + 3, 3)
      header?.set(bytes.subarray(start + 6, start + 12), 12)
      image = opaqueImage(bytes, start + FRAME_HEADER, end)
      if (image !== undefined) parts.push(image)
    } else if (IMAGES.includes(type) && image === undefined) {
      image = opaqueImage(bytes, start - 8, end)
      if (image !== undefined) parts.push(image)
    } else if (type === 'ICCP' || type === 'EXIF') parts.push(part)
  }
  if (image === undefined) return undefined
  const body = Buffer.concat(parts)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + body.length, 4)
  return { bytes: Buffer.concat([head, body]), left, top }
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
