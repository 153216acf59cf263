import { problemError } from '../../../contract/errors'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { memoryBytes } from '../../disk/memory'
import { channelsFirst, convertChannels, repeatPlanes, resizeImages } from '../../image/resize'
import type { SquareShape } from './folder'

/** Bytes of images converted at a time (at least one image). */
const PORTION_BYTES = 1 << 20

/**
 * Maximum bytes of a data set: half of the memory available to this process. The rest is for
 * training.
 */
function maxPixelBytes(): number {
  return Math.min(MAX_BUFFER_BYTES, Math.floor(memoryBytes() / 2))
}

/** Converts images to the requested size and channels while their file is being read. */
export class PixelReader {
  private readonly pixels: Uint8Array
  /** Images being collected before conversion; the last may be incomplete. */
  private readonly portion: Uint8Array
  private pending = 0
  private filled = 0
  private readonly imageBytes: number
  private readonly unchanged: boolean

  /**
   * @param shape shape of the images in the file
   * @param most maximum bytes to allocate
   * @throws StudioError `usage` if the images would need more
   */
  constructor(
    private readonly shape: SquareShape,
    private readonly size: number,
    private readonly channels: 1 | 3,
    most = maxPixelBytes(),
  ) {
    const { count, width, height, channels: stored } = shape
    this.imageBytes = width * height * stored
    const bytes = count * channels * size ** 2
    const atOnce = Math.min(count, Math.max(1, Math.floor(PORTION_BYTES / this.imageBytes)))
    refuseTooMany(bytes + atOnce * this.imageBytes, most, { images: count, size, channels })
    this.pixels = new Uint8Array(bytes)
    this.unchanged = width === size && stored === 1 && channels === 1
    this.portion = new Uint8Array(this.unchanged ? 0 : atOnce * this.imageBytes)
  }

  /** @param elements the next bytes of the file, [count, height, width, channels] */
  take(elements: Uint8Array): void {
    if (this.unchanged) return this.put(elements)
    for (let from = 0; from < elements.length;) {
      const part = elements.subarray(from, from + this.portion.length - this.pending)
      this.portion.set(part, this.pending)
      this.pending += part.length
      from += part.length
      if (this.pending === this.portion.length) this.convert()
    }
  }

  /** Returns the pixels after all have been read: [count, channels, size, size] bytes. */
  finish(): Uint8Array {
    if (this.pending > 0) this.convert()
    return this.pixels
  }

  private convert(): void {
    const count = this.pending / this.imageBytes
    const images = this.portion.subarray(0, this.pending)
    this.put(fit(images, { ...this.shape, count }, this.size, this.channels))
    this.pending = 0
  }

  private put(pixels: Uint8Array): void {
    this.pixels.set(pixels, this.filled)
    this.filled += pixels.length
  }
}

function refuseTooMany(
  bytes: number,
  most: number,
  given: { images: number; size: number; channels: number },
): void {
  if (bytes <= most) return
  const gib = (bytes / 2 ** 30).toFixed(1)
  const mostGib = (most / 2 ** 30).toFixed(1)
  throw problemError(
    'usage',
    'datasetTooLarge',
    { ...given, gib, most: mostGib },
    { where: 'imageSize' },
  )
}

/** Converts from [count, height, width, channels] to [count, channels, size, size]. */
function fit(data: Uint8Array, shape: SquareShape, size: number, channels: 1 | 3): Uint8Array {
  // Channels are removed before resizing and added after it, to resize less.
  const kept = shape.channels === 3 && channels === 3 ? 3 : 1
  const converted = convertChannels(data, shape.channels, kept)
  const resized = resizeImages(converted, { ...shape, channels: kept }, size)
  if (kept < channels) return repeatPlanes(resized, size ** 2, channels)
  return channelsFirst(resized, size ** 2, channels)
}
