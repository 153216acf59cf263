import { createHash } from 'node:crypto'
import type { RasterShape } from '../../image/resize'

/* A data set's fingerprints are those of the equivalent IDX files. */

/** The header of the IDX file of such images. */
export function imagesHeader({ count, width, height, channels }: RasterShape): Buffer {
  return idxHeader([count, height, width, ...(channels === 1 ? [] : [channels])])
}

/** SHA-256 of the equivalent IDX file: bytes, or 16-bit numbers if there are more than 256 classes. */
export function labelsFingerprint(labels: Uint16Array): string {
  const small = labels.every((label) => label < 256)
  const bytes = Buffer.alloc(labels.length * (small ? 1 : 2))
  labels.forEach((label, i) => (small ? (bytes[i] = label) : bytes.writeUInt16BE(label, 2 * i)))
  const header = idxHeader([labels.length])
  if (!small) header[2] = 0x0b
  return createHash('sha256').update(header).update(bytes).digest('hex')
}

/** The header of an IDX file of unsigned bytes. */
function idxHeader(dims: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, 8, dims.length])
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  return header
}
