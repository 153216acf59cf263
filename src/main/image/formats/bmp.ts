import { requireBytes } from './format'
import type { FormatReader } from './format'

/* The headers BITMAPCOREHEADER, BITMAPINFOHEADER and its successors, of Windows. */

const CORE_HEADER = 12
const HEADERS = [CORE_HEADER, 40, 52, 56, 64, 108, 124]
/** Position of the mask for alpha. */
const ALPHA_MASK = 66
/** Ways of compression; those by fields of bits have masks. */
const [RGB, RLE8, RLE4, BIT_FIELDS, ALPHA_FIELDS] = [0, 1, 2, 3, 6]

export const bmp: FormatReader = {
  matches: (bytes) =>
    bytes.toString('latin1', 0, 2) === 'BM' &&
    bytes.length >= 18 &&
    HEADERS.includes(bytes.readUInt32LE(14)),

  header(bytes) {
    const size = bytes.readUInt32LE(14)
    const core = size === CORE_HEADER
    const width = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18)
    // Rows are stored from the top if the height is negative.
    const height = core ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22))
    if (width < 0) return undefined
    const alpha = !core && size >= 56 && bytes.readUInt32LE(ALPHA_MASK) !== 0
    return { format: 'bmp', width, height, orientation: 1, grey: false, alpha }
  },

  complete(bytes) {
    const header = bmp.header(bytes)
    if (header === undefined) return false
    const core = bytes.readUInt32LE(14) === CORE_HEADER
    const bits = bytes.readUInt16LE(core ? 24 : 28)
    const compression = core ? RGB : bytes.readUInt32LE(30)
    const pixels = bytes.readUInt32LE(10)
    if (compression === RLE8 || compression === RLE4) {
      requireBytes(bytes, pixels + bytes.readUInt32LE(34))
    } else if (compression === RGB || compression === BIT_FIELDS || compression === ALPHA_FIELDS) {
      const stride = 4 * Math.ceil((header.width * bits) / 32)
      requireBytes(bytes, pixels + stride * header.height)
    }
    return true
  },
}

/** The same picture with all pixels opaque. */
export function bmpWithoutAlpha(bytes: Buffer): Buffer {
  const opaque = Buffer.from(bytes)
  opaque.writeUInt32LE(0, ALPHA_MASK)
  return opaque
}
