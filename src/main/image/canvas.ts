import type { Canvas, createCanvas, Image, SKRSContext2D } from '@napi-rs/canvas'
import { problemError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import { asBuffer, refusal } from './picture-header'

/* The only file that loads the native package, when the first picture is decoded. */

interface Library {
  createCanvas: typeof createCanvas
  Image: typeof Image
}

/** Pixels that are drawn and read at a time; the canvas has as many. */
const BAND_PIXELS = 2 ** 20
/** Larger decoded pictures are released at once, not when memory is collected. */
const LARGE_PIXELS = 2 ** 18
/** A picture of one pixel. */
const ONE_PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABc3UBGAAAAABJRU5ErkJggg==',
  'base64',
)

let library: Promise<Library> | undefined

/**
 * Loads the native package, once.
 *
 * @throws StudioError `engine` if it is not installed for this system
 */
export function loadCanvas(
  load: () => Promise<Library> = () => import('@napi-rs/canvas'),
): Promise<Library> {
  library ??= load().catch((cause: unknown) => {
    library = undefined
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw problemError('engine', 'picturesUndecodable', { why }, { cause })
  })
  return library
}

/** A decoded picture, upright unless it is a PNG, in sRGB. */
export interface Decoded {
  width: number
  height: number
  /**
   * Passes all pixels on in bands of rows: RGBA, with colours multiplied by alpha; if `opaque`,
   * alpha is ignored and 255. The bytes are valid during the call only.
   */
  eachBand(opaque: boolean, take: (rgba: Uint8Array, firstPixel: number) => void): void
}

/**
 * Decodes a picture off the main thread, the first frame of an animation, and passes it to `use`.
 *
 * @throws StudioError `data` if it cannot be decoded; `engine` as {@link loadCanvas}
 */
export async function withDecoded<T>(
  bytes: Uint8Array,
  where: string | undefined,
  use: (decoded: Decoded) => T,
): Promise<T> {
  const canvas = await loadCanvas()
  const image = new canvas.Image()
  try {
    image.src = asBuffer(bytes)
    await image.decode()
  } catch {
    throw refusal(notice('pictureDamaged', {}), where)
  }
  const { width, height } = image
  try {
    return use({ width, height, eachBand: bandsOf(canvas, image) })
  } finally {
    if (width * height > LARGE_PIXELS) image.src = ONE_PIXEL
  }
}

const bandsOf =
  (canvas: Library, image: Image): Decoded['eachBand'] =>
  (opaque, take) => {
    const { width, height } = image
    const rows = Math.min(height, Math.max(1, Math.floor(BAND_PIXELS / width)))
    const { context, surface } = surfaceOf(canvas, width, rows, opaque)
    for (let top = 0; top < height; top += rows) {
      context.drawImage(image, 0, -top)
      const used = Math.min(rows, height - top)
      take(surface.data().subarray(0, used * width * 4), top * width)
    }
  }

interface Drawing {
  surface: Canvas
  context: SKRSContext2D
}
/** The last canvas of each kind: pictures of a set often have one size. */
const surfaces: { opaque?: Drawing; alpha?: Drawing } = {}

function surfaceOf(canvas: Library, width: number, height: number, opaque: boolean): Drawing {
  const kind = opaque ? 'opaque' : 'alpha'
  const last = surfaces[kind]
  if (last?.surface.width === width && last.surface.height === height) return last
  const surface = canvas.createCanvas(width, height)
  const context = surface.getContext('2d', { alpha: !opaque })
  // Replaces pixels instead of blending with those of the picture before.
  context.globalCompositeOperation = 'copy'
  context.imageSmoothingEnabled = false
  const drawing = { surface, context }
  surfaces[kind] = drawing
  return drawing
}
