import type { RandomStream } from '../../../gan/random/random'
import type { NetImages } from '../feature-net'

/**
 * Shifts each image by up to `reach` pixels in each direction, repeating the pixels of its border.
 *
 * @param pixels [N, channels, size, size]
 * @returns pixels of the same shape
 */
export function shifted(
  pixels: Float32Array,
  { size, channels }: NetImages,
  reach: number,
  random: RandomStream,
): Float32Array {
  if (reach === 0) return pixels
  const out = new Float32Array(pixels.length)
  const length = channels * size * size
  for (let image = 0; image < pixels.length; image += length) {
    const [down, right] = [shiftOf(reach, random), shiftOf(reach, random)]
    for (let row = 0; row < channels * size; row++) {
      const y = row % size
      const from = image + (row - y + within(y - down, size)) * size
      const to = image + row * size
      for (let x = 0; x < size; x++) out[to + x] = pixels[from + within(x - right, size)] as number
    }
  }
  return out
}

const shiftOf = (reach: number, random: RandomStream): number => random.below(2 * reach + 1) - reach

const within = (at: number, size: number): number => Math.max(0, Math.min(size - 1, at))
