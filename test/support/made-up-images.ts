import type { Dataset } from '../../src/contract/datasets/dataset'
import { MemoryImages } from '../../src/contract/datasets/memory-images'

interface Shape {
  /** Width and height in pixels. */
  size: number
  /** @defaultValue 1 */
  channels?: number
  /** How many classes the labels have. @defaultValue 3 */
  classes?: number
}

/** A data set in memory of images without a pattern, with labels of every class. */
export function madeUpImages(
  count: number,
  { size, channels = 1, classes = 3 }: Shape = { size: 8 },
): Dataset {
  const pixels = Uint8Array.from(
    { length: count * channels * size ** 2 },
    (_, i) => (i * 37 + (i >> 5) * 11) % 256,
  )
  const shape = { images: count, width: size, height: size, channels }
  const identity = { name: 'made up', fingerprint: '0'.repeat(64), ...shape }
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes)
  const images = new MemoryImages(pixels, channels * size ** 2)
  return { identity, images, count, imageSize: size, channels, labels }
}
