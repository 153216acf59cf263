import type { DatasetImages } from './dataset'

/** Maps each pixel byte to a float32 in [-1, 1]: (p / 255 - 0.5) / 0.5. Shape [256]. */
export const normalised = Float32Array.from({ length: 256 }, (_, p) => (p / 255 - 0.5) / 0.5)

/** Images in memory. */
export class MemoryImages implements DatasetImages {
  /**
   * @param pixels [count, channels, imageSize, imageSize] bytes, 0 black to 255 white
   * @param length bytes of one image
   */
  constructor(
    private readonly pixels: Uint8Array,
    private readonly length: number,
  ) {}

  gather(indices: Uint32Array, target: Float32Array): void {
    const { pixels, length } = this
    for (let row = 0; row < indices.length; row++) {
      normalise(pixels, (indices[row] as number) * length, target, row * length, length)
    }
  }
}

/**
 * Converts `length` bytes from `start` to floats in [-1, 1], written from `at`. A separate function,
 * to let V8 optimise it for all callers.
 */
export function normalise(
  from: Uint8Array,
  start: number,
  to: Float32Array,
  at: number,
  length: number,
): void {
  const table = normalised
  for (let i = 0; i < length; i++) to[at + i] = table[from[start + i] as number] as number
}
