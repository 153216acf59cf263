import type { ReadImage } from '../source'
import type { ImageShape } from './shape'

/**
 * Makes a function that copies an image's bytes.
 *
 * @param turned exchanges rows and columns
 */
export function idxDecoder(
  { width, height, channels }: ImageShape,
  turned: boolean,
): (record: Uint8Array) => ReadImage {
  if (!turned)
    return (record) => ({ pixels: { width, height, channels, data: new Uint8Array(record) } })
  return (record) => {
    const data = new Uint8Array(record.length)
    let to = 0
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        const from = (y * width + x) * channels
        for (let c = 0; c < channels; c++) data[to++] = record[from + c] as number
      }
    }
    return { pixels: { width: height, height: width, channels, data } }
  }
}
