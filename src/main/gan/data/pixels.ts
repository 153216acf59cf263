import { bytesText } from '../../../contract/bytes'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import { MOST_BUFFER } from '../../disk/limits'
import { channelsFirst, convertChannels, repeatPlanes, resizeImages } from '../../image/resize'
import type { SquareShape } from './folder'

/** Images are converted so many bytes at a time, and at least one at a time. */
const PORTION_BYTES = 1 << 20

/** Images in the size and channels that a run wants, made of portions of a file as they come. */
export class PixelReader {
  private readonly pixels: Uint8Array
  /** The beginning of images that have not come whole. */
  private readonly portion: Uint8Array
  private pending = 0
  private filled = 0
  private readonly imageBytes: number
  private readonly asTheyAre: boolean

  /**
   * @param shape of the images in the file
   * @param most bytes that a buffer may hold; whether this machine has them is judged before
   * training starts (studio/estimates/needs)
   * @throws StudioError `usage` if the images would take more
   */
  constructor(
    private readonly shape: SquareShape,
    private readonly size: number,
    private readonly channels: 1 | 3,
    most = MOST_BUFFER,
  ) {
    const { count, width, height, channels: stored } = shape
    this.imageBytes = width * height * stored
    const bytes = count * channels * size ** 2
    const atOnce = Math.min(count, Math.max(1, Math.floor(PORTION_BYTES / this.imageBytes)))
    refuseTooMany(Math.max(bytes, this.imageBytes), most, { images: count, channels })
    this.pixels = new Uint8Array(bytes)
    this.asTheyAre = width === size && stored === 1 && channels === 1
    this.portion = new Uint8Array(this.asTheyAre ? 0 : atOnce * this.imageBytes)
  }

  /** @param elements the next bytes of the file, [count, height, width, channels] */
  take(elements: Uint8Array): void {
    if (this.asTheyAre) return this.put(elements)
    for (let from = 0; from < elements.length;) {
      const part = elements.subarray(from, from + this.portion.length - this.pending)
      this.portion.set(part, this.pending)
      this.pending += part.length
      from += part.length
      if (this.pending === this.portion.length) this.convert()
    }
  }

  /** The pixels, once all have come: [count, channels, size, size] bytes. */
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

/** From [count, height, width, channels] as on disk to [count, channels, size, size] as wanted. */
function fit(data: Uint8Array, shape: SquareShape, size: number, channels: 1 | 3): Uint8Array {
  // Colour is dropped before resizing and added after it, so that less is resized.
  const kept = shape.channels === 3 && channels === 3 ? 3 : 1
  const converted = convertChannels(data, shape.channels, kept)
  const resized = resizeImages(converted, { ...shape, channels: kept }, size)
  if (kept < channels) return repeatPlanes(resized, size ** 2, channels)
  return channelsFirst(resized, size ** 2, channels)
}
