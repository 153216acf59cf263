import type { Dataset } from '../../../contract/datasets/dataset'

/** All pixels of a data set as bytes: [count, channels, imageSize, imageSize]. */
export function pixelsOf({ images, count, channels, imageSize }: Dataset): Uint8Array {
  const floats = new Float32Array(count * channels * imageSize ** 2)
  images.gather(
    Uint32Array.from({ length: count }, (_, i) => i),
    floats,
  )
  const bytes = new Uint8Array(floats.length)
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Math.round((((floats[i] as number) + 1) / 2) * 255)
  }
  return bytes
}
