import { bytesText } from '../../../contract/bytes'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { channelsFirst, convertChannels, repeatPlanes, resizeImages } from '../../image/resize'
import type { SquareShape } from '../../sources/idx/shape'

/** Bytes of images converted at a time (at least one image). */
const PORTION_BYTES = 1 << 20

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
   * @param most maximum bytes of a buffer; whether this machine has as much memory is checked
   *   before training starts (studio/estimates/needs)
   * @throws StudioError `usage` if the images would need more
   */
  constructor(
    private readonly shape: SquareShape,
    private readonly size: number,
    private readonly channels: 1 | 3,
    most = MAX_BUFFER_BYTES,
  ) {
    const { count, width, height, channels: stored } = shape
    this.imageBytes = width * height * stored
    const bytes = count * channels * size ** 2
    const atOnce = Math.min(count, Math.max(1, Math.floor(PORTION_BYTES / this.imageBytes)))
    refuseTooMany(Math.max(bytes, this.imageBytes), most, { images: count, channels })
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
  { images, channels }: { images: number; channels: number },
): void {
  if (bytes <= most) return
  const value = Math.floor(Math.sqrt(most / (images * channels)))
  const fits = value === 0 ? '' : notice('fitsImageSize', { value })
  const given = { images, needed: bytesText(bytes), available: bytesText(most) }
  const problem = { ...given, plan: 'new', fits } as const
  throw problemError('usage', 'datasetMemoryTooSmall', problem, { where: 'imageSize' })
}

/** Converts from [count, height, width, channels] to [count, channels, size, size]. */
export function fit(
  data: Uint8Array,
  shape: SquareShape,
  size: number,
  channels: 1 | 3,
): Uint8Array {
  // Channels are removed before resizing and added after it, to resize less.
  const kept = shape.channels === 3 && channels === 3 ? 3 : 1
  const converted = convertChannels(data, shape.channels, kept)
  const resized = resizeImages(converted, { ...shape, channels: kept }, size)
  if (kept < channels) return repeatPlanes(resized, size ** 2, channels)
  return channelsFirst(resized, size ** 2, channels)
}
