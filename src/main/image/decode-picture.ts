import { notice } from '../../contract/notices'
import { withDecoded } from './canvas'
import type { Decoded } from './canvas'
import { bmpWithoutAlpha } from './formats/bmp'
import type { PictureFormat, PictureHeader } from './formats/format'
import { MemoryBudget } from './memory-budget'
import { turnUpright } from './orient'
import { asBuffer, readPictureHeader, refusal, requireComplete } from './picture-header'
import { hasAllPngData } from './png-data'
import { pngWithoutAlpha } from './png-without-alpha'
import type { RasterImage } from './raster'
import { webpWithoutAlpha } from './webp-without-alpha'
import type { Opaque } from './webp-without-alpha'

/** Bytes of decoded pixels, of all calls together. */
const budget = new MemoryBudget(2 ** 27)

/**
 * Decodes a PNG, JPEG, WebP, GIF or BMP, or the first frame of an animated one: turned upright as
 * EXIF says, and converted to sRGB as its colour profile says. Concurrent calls share a budget of
 * 128 MiB for pixels; a larger picture is decoded alone.
 *
 * @param bytes the whole file
 * @param where the file's path, for errors
 * @returns 4 channels if any pixel is transparent, else 1 if all pixels are grey, else 3
 * @throws StudioError `data`: as {@link readPictureHeader}, cut short, or damaged; `engine` if
 *   pictures cannot be decoded on this system
 */
export async function decodePicture(bytes: Uint8Array, where?: string): Promise<RasterImage> {
  const header = readPictureHeader(bytes, where)
  requireComplete(bytes, header.format, where)
  // Decoded, and as a result; with alpha, both once more.
  const bytesPerPixel = header.alpha ? 16 : 8
  return budget.run(header.width * header.height * bytesPerPixel, async () => {
    const image = header.alpha
      ? await decodeWithAlpha(bytes, header, where)
      : await withDecoded(bytes, where, (decoded) => opaquePixels(decoded, header))
    if (header.format !== 'png') return image
    if (!(await hasAllPngData(asBuffer(bytes), image))) {
      throw refusal(notice('pictureCutShort', {}), where)
    }
    // The decoder applies the orientation itself, except to PNG.
    return turnUpright(image, header.orientation)
  })
}

function opaquePixels({ width, height, eachBand }: Decoded, header: PictureHeader): RasterImage {
  const data = new Uint8Array(width * height * 3)
  let grey = true
  eachBand(true, (rgba, firstPixel) => {
    let to = firstPixel * 3
    for (let i = 0; i < rgba.length; i += 4) {
      const red = rgba[i] ?? 0
      const green = rgba[i + 1] ?? 0
      const blue = rgba[i + 2] ?? 0
      data[to++] = red
      data[to++] = green
      data[to++] = blue
      grey &&= red === green && green === blue
    }
  })
  // A grey picture's profile may be converted to not quite equal channels.
  return grey || header.grey
    ? greenChannel(width, height, data)
    : { width, height, channels: 3, data }
}

function greenChannel(width: number, height: number, rgb: Uint8Array): RasterImage {
  const data = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i++) data[i] = rgb[i * 3 + 1] ?? 0
  return { width, height, channels: 1, data }
}

/** The pixels with colours multiplied by alpha, as the decoder gives them. */
interface Multiplied {
  width: number
  height: number
  /** [height, width, 4] */
  data: Uint8Array
  /** Some pixels are neither opaque nor wholly transparent. */
  partly: boolean
}

async function decodeWithAlpha(
  bytes: Uint8Array,
  header: PictureHeader,
  where: string | undefined,
): Promise<RasterImage> {
  const decoded = await withDecoded(bytes, where, (image) => {
    const multiplied = withAlpha(image)
    return multiplied === undefined ? opaquePixels(image, header) : multiplied
  })
  if ('channels' in decoded) return decoded
  const { width, height, data } = decoded
  if (!decoded.partly || !(await restoreColours(bytes, header, decoded, where))) divide(data)
  return { width, height, channels: 4, data }
}

/** @returns undefined if all pixels are opaque */
function withAlpha({ width, height, eachBand }: Decoded): Multiplied | undefined {
  const data = new Uint8Array(width * height * 4)
  let [least, partly] = [255, false]
  eachBand(false, (rgba, firstPixel) => {
    data.set(rgba, firstPixel * 4)
    for (let i = 3; i < rgba.length; i += 4) {
      const alpha = rgba[i] ?? 0
      least = Math.min(least, alpha)
      partly ||= alpha > 0 && alpha < 255
    }
  })
  return least === 255 ? undefined : { width, height, data, partly }
}

/**
 * Sets the colours to those of the same picture without alpha. Colours multiplied by a small alpha
 * and rounded cannot be told apart: at 1 of 255, two remain.
 *
 * @returns false if there is no such picture; the colours are then unchanged
 */
async function restoreColours(
  bytes: Uint8Array,
  { format, orientation }: PictureHeader,
  { width, height, data }: Multiplied,
  where: string | undefined,
): Promise<boolean> {
  const opaque = await opaqueCopy(asBuffer(bytes), format).catch(() => undefined)
  if (opaque === undefined) return false
  const { left, top } = opaque
  return withDecoded(opaque.bytes, where, (image) => {
    const whole = image.width === width && image.height === height
    // A part is not turned with its picture.
    const fits = left + image.width <= width && top + image.height <= height && orientation === 1
    if (!whole && !fits) return false
    image.eachBand(true, (rgba, firstPixel) => {
      for (let i = 0; i < rgba.length; i += 4) {
        const pixel = firstPixel + i / 4
        const row = top + Math.floor(pixel / image.width)
        const to = 4 * (row * width + left + (pixel % image.width))
        for (let c = 0; c < 3; c++) data[to + c] = rgba[i + c] ?? 0
      }
    })
    return true
  })
}

async function opaqueCopy(bytes: Buffer, format: PictureFormat): Promise<Opaque | undefined> {
  if (format === 'webp') return webpWithoutAlpha(bytes)
  const copy =
    format === 'png'
      ? await pngWithoutAlpha(bytes)
      : format === 'bmp'
        ? bmpWithoutAlpha(bytes)
        : undefined
  return copy === undefined ? undefined : { bytes: copy, left: 0, top: 0 }
}

/** Divides colours by alpha. Exact for alpha 255; otherwise as near as the rounded product allows. */
function divide(data: Uint8Array): void {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 0
    if (alpha === 255 || alpha === 0) continue
    for (let c = 0; c < 3; c++) {
      data[i + c] = Math.min(255, Math.round(((data[i + c] ?? 0) * 255) / alpha))
    }
  }
}
