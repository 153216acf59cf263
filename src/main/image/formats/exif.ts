import type { Orientation } from './format'

const ORIENTATION = 0x0112
const SHORT = 3

/**
 * Reads the orientation from EXIF data (JEITA CP-3451, tag 0x0112 of the first directory), with or
 * without the prefix `Exif\0\0`.
 *
 * @returns 1 if there is none, or it is not valid
 */
export function exifOrientation(data: Buffer): Orientation {
  const tiff = data.toString('latin1', 0, 6) === 'Exif\0\0' ? data.subarray(6) : data
  const little = tiff.toString('latin1', 0, 4) === 'II*\0'
  if (!little && tiff.toString('latin1', 0, 4) !== 'MM\0*') return 1
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  try {
    const directory = u32(4)
    const fields = u16(directory)
    for (let i = 0; i < fields; i++) {
      const field = directory + 2 + 12 * i
      if (u16(field) !== ORIENTATION) continue
      const value = u16(field + 2) === SHORT ? u16(field + 8) : 1
      return value >= 1 && value <= 8 ? (value as Orientation) : 1
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return 1
}
