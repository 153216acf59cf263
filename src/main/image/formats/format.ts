/*
 * Reading the structure of picture files. Readers use Buffer's methods, which throw a RangeError
 * where the bytes end; callers turn that into "cut short".
 */

export const pictureFormats = ['png', 'jpeg', 'webp', 'gif', 'bmp'] as const
export type PictureFormat = (typeof pictureFormats)[number]

/** EXIF's orientation: which rotation and reflection make the stored pixels upright; 1 is none. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** Facts that a picture's header states. */
export interface PictureHeader {
  format: PictureFormat
  /** As stored, before turning upright. */
  width: number
  height: number
  orientation: Orientation
  /** True if it is stored without colour. */
  grey: boolean
  /** True if it may have transparent pixels. */
  alpha: boolean
}

/** A format of pictures: one file here. */
export interface FormatReader {
  /** True if a file with these first bytes has the format. */
  matches(bytes: Buffer): boolean
  /**
   * Reads the header from the first bytes of a file, or all of them.
   *
   * @returns undefined if the bytes contradict the format
   * @throws RangeError if the bytes end before the size is known
   */
  header(bytes: Buffer): PictureHeader | undefined
  /**
   * Returns false if a file is cut short or damaged, as far as its structure shows; the decoder
   * may return half a picture without an error.
   *
   * @throws RangeError if it is cut short
   */
  complete(bytes: Buffer): boolean
}

/** A file with more parts than this is damaged, or made to exhaust its reader. */
export const MAX_CHUNKS = 100_000

/** A part of a file: its type, and the bytes from `start` to `end`. */
export interface Chunk<T> {
  type: T
  start: number
  end: number
}

/** @throws RangeError if the bytes end before `end` */
export function requireBytes(bytes: Buffer, end: number): void {
  if (end > bytes.length) throw new RangeError('The bytes end too early')
}
