import { StudioError } from '../../contract/errors'
import { encodePng } from './png'

/** Images in PyTorch's layout [count, channels, height, width], row-major, values in [-1, 1]. */
interface ImageBatch {
  pixels: Float32Array
  count: number
  /** 1 for grey, 3 for RGB. */
  channels: number
  height: number
  width: number
}

interface ImageGrid extends ImageBatch {
  columns: number
  /** Black pixels around each image; default 2. */
  padding?: number
}

/**
 * Draws images row by row into one PNG, laid out like torchvision's make_grid. Values outside [-1,
 * 1] are clamped and NaN is black. Equal input gives equal bytes.
 *
 * @throws StudioError `internal` if the number of pixels does not match the shape
 */
export async function encodeGridPng(grid: ImageGrid): Promise<Uint8Array> {
  const { count, channels, height, width, columns, padding = 2 } = grid
  check(grid)
  const across = Math.min(columns, count)
  const down = Math.ceil(count / across)
  const canvas = {
    width: across * (width + padding) + padding,
    height: down * (height + padding) + padding,
  }
  const data = new Uint8Array(canvas.width * canvas.height * channels)
  for (let image = 0; image < count; image++) {
    const left = padding + (image % across) * (width + padding)
    const top = padding + Math.floor(image / across) * (height + padding)
    drawImage(grid, image, data, canvas.width, left, top)
  }
  return encodePng({ ...canvas, data, channels })
}

/**
 * One image as a PNG without border; see {@link encodeGridPng}.
 */
export function encodeImagePng(image: Omit<ImageBatch, 'count'>): Promise<Uint8Array> {
  return encodeGridPng({ ...image, count: 1, columns: 1, padding: 0 })
}

/** Copies one image from planar channels to a canvas with interleaved channels. */
function drawImage(
  { pixels, channels, height, width }: ImageBatch,
  image: number,
  canvas: Uint8Array,
  canvasWidth: number,
  left: number,
  top: number,
): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const from = ((image * channels + channel) * height + y) * width
      const to = ((top + y) * canvasWidth + left) * channels + channel
      for (let x = 0; x < width; x++) {
        canvas[to + x * channels] = toByte(pixels[from + x] ?? NaN)
      }
    }
  }
}

/**
 * The number of images that have a NaN or infinite pixel, which a PNG would show as black or white.
 *
 * @param pixels [n, length], row-major
 */
export function countNotFiniteImages(pixels: Float32Array, length: number): number {
  let count = 0
  for (let at = 0; at < pixels.length; at += length) {
    let i = at
    while (i < at + length && Number.isFinite(pixels[i])) i++
    if (i < at + length) count++
  }
  return count
}

/** A pixel in [-1, 1] as a byte; values outside are clipped, NaN is 0. */
export function toByte(value: number): number {
  const level = ((value + 1) / 2) * 255 + 0.5
  // Math.round and a check for NaN would take several times as long. NaN > 0 is false.
  return level >= 256 ? 255 : level > 0 ? Math.trunc(level) : 0
}

function check({ pixels, count, channels, height, width, columns }: ImageGrid): void {
  const filled = pixels.length === count * channels * height * width && pixels.length > 0
  if (filled && (channels === 1 || channels === 3) && columns >= 1) return
  const shape = [count, channels, height, width].join(', ')
  throw new StudioError(
    'internal',
    `Cannot draw ${pixels.length} values as images of shape [${shape}] in ${columns} columns`,
  )
}
