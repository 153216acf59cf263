import { fromReport } from '../../contract/errors'
import type { StudioError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import { bmp } from './formats/bmp'
import type { FormatReader, PictureFormat, PictureHeader } from './formats/format'
import { gif } from './formats/gif'
import { jpeg } from './formats/jpeg'
import { whyNoPicture } from './formats/other-formats'
import { png } from './formats/png'
import { webp } from './formats/webp'

/** The most pixels that a picture may have: 64 mebipixels, which take 256 MiB in RGBA. */
export const MAX_PICTURE_PIXELS = 2 ** 26
/** The largest width and height: what the decoder can draw. */
export const MAX_PICTURE_SIDE = 2 ** 15 - 1
/** As many bytes as contain the headers of nearly all pictures; EXIF and profiles come before. */
export const HEADER_BYTES = 2 ** 18

const readers: Record<PictureFormat, FormatReader> = { png, jpeg, webp, gif, bmp }

/**
 * Reads the header of a PNG, JPEG, WebP, GIF or BMP, which it recognises by the first bytes.
 *
 * @param bytes of a file, all or the first {@link HEADER_BYTES}
 * @param where the file's path, for errors
 * @throws StudioError `data`: empty, not a picture, of a format that is not read, without pixels,
 *   with more than {@link MAX_PICTURE_PIXELS} or longer than {@link MAX_PICTURE_SIDE}, cut short,
 *   or damaged
 */
export function readPictureHeader(bytes: Uint8Array, where?: string): PictureHeader {
  const buffer = asBuffer(bytes)
  if (buffer.length === 0) throw refusal(notice('pictureEmpty', {}), where)
  const reader = Object.values(readers).find((each) => each.matches(buffer))
  if (reader === undefined) throw refusal(whyNoPicture(buffer), where)
  const header = unlessCutShort(() => reader.header(buffer), where)
  if (header === undefined) throw refusal(notice('pictureDamaged', {}), where)
  const { width, height } = header
  if (width === 0 || height === 0) {
    throw refusal(notice('pictureWithoutPixels', { width, height }), where)
  }
  if (width * height > MAX_PICTURE_PIXELS) {
    const most = MAX_PICTURE_PIXELS
    throw refusal(notice('pictureTooLarge', { width, height, most }), where)
  }
  if (Math.max(width, height) > MAX_PICTURE_SIDE) {
    throw refusal(notice('pictureTooLong', { width, height, most: MAX_PICTURE_SIDE }), where)
  }
  return header
}

/** True if a file with these first bytes, at least 18 of them, has a format that is read. */
export function isPicture(bytes: Uint8Array): boolean {
  const buffer = asBuffer(bytes)
  return Object.values(readers).some((reader) => reader.matches(buffer))
}

/** Width and height once the picture is turned upright. */
export const uprightSize = ({
  width,
  height,
  orientation,
}: Pick<PictureHeader, 'width' | 'height' | 'orientation'>): { width: number; height: number } =>
  orientation > 4 ? { width: height, height: width } : { width, height }

/**
 * Checks that a file is whole, as far as its structure shows.
 *
 * @param bytes the whole file
 * @throws StudioError `data` if it is cut short or damaged
 */
export function requireComplete(bytes: Uint8Array, format: PictureFormat, where?: string): void {
  const complete = unlessCutShort(() => readers[format].complete(asBuffer(bytes)), where)
  if (!complete) throw refusal(notice('pictureDamaged', {}), where)
}

function unlessCutShort<T>(read: () => T, where: string | undefined): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw refusal(notice('pictureCutShort', {}), where)
  }
}

/** An error about one picture. */
export const refusal = (why: Notice, where: string | undefined): StudioError =>
  fromReport({ code: 'data', ...why, ...(where === undefined ? {} : { where }) })

export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
