import type { Preparation } from '../../contract/datasets/preparation'
import type { RasterImage } from './raster'
import { resample, type Box, type Size } from './resample'
import { convertChannels } from './resize'

type Rgb = readonly [red: number, green: number, blue: number]

/** An image without alpha. */
interface Opaque extends Size {
  channels: 1 | 3
  /** [height, width, channels] */
  data: Uint8Array
}

/**
 * Turns an image of any size into one for training, in this order: transparent pixels are laid over
 * the background, colours are converted, and the image is cropped, padded or stretched to a square
 * and resized.
 *
 * Equals Pillow's `alpha_composite`, `convert('L')`, and `ImageOps.fit`, `ImageOps.pad` or `resize`
 * within one level.
 *
 * @returns [imageSize, imageSize, channels] bytes, 0 black to 255 white, in a buffer of its own
 */
export function prepareImage(image: RasterImage, preparation: Preparation): Uint8Array {
  const { channels } = preparation
  const background = rgbOf(preparation.background)
  const opaque = withoutAlpha(image, background)
  const kept = channelsToResize(opaque.channels, preparation, background)
  const data = convertChannels(opaque.data, opaque.channels, kept)
  const square = toSquare({ ...opaque, channels: kept, data }, preparation, background)
  const prepared = convertChannels(square, kept, channels)
  // Not slice(), which makes no copy of a Buffer.
  return prepared.buffer === image.data.buffer ? new Uint8Array(prepared) : prepared
}

/** Grey becomes colour after resizing, to resize less, unless it is padded with a colour. */
function channelsToResize(
  stored: 1 | 3,
  { channels, fit }: Preparation,
  [red, green, blue]: Rgb,
): 1 | 3 {
  const greyBackground = red === green && green === blue
  return channels === 3 && (stored === 3 || (fit === 'pad' && !greyBackground)) ? 3 : 1
}

/** @param colour #rrggbb */
function rgbOf(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function withoutAlpha({ width, height, channels, data }: RasterImage, background: Rgb): Opaque {
  if (channels !== 4) return { width, height, channels, data }
  const opaque = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; to < opaque.length; from += 4, to += 3) {
    const alpha = data[from + 3] as number
    for (let c = 0; c < 3; c++) {
      const behind = background[c as 0 | 1 | 2]
      const sum = (data[from + c] as number) * alpha + behind * (255 - alpha) + 128
      // The quotient by 255, rounded.
      opaque[to + c] = (sum + (sum >> 8)) >> 8
    }
  }
  return { width, height, channels: 3, data: opaque }
}

function toSquare(image: Opaque, preparation: Preparation, background: Rgb): Uint8Array {
  const { imageSize, filter, fit } = preparation
  const to = { width: imageSize, height: imageSize }
  const { data, channels } = image
  const from = { width: image.width, height: image.height }
  if (fit === 'crop')
    return resample(data, { from, channels, box: centredSquare(from), to, filter })
  if (fit === 'stretch') return resample(data, { from, channels, to, filter })
  const inner = contained(from, imageSize)
  const resized = resample(data, { from, channels, to: inner, filter })
  return centred({ ...inner, channels, data: resized }, imageSize, background)
}

/** The largest one; it begins in the middle of a pixel if the difference of the sides is odd. */
function centredSquare({ width, height }: Size): Box {
  const side = Math.min(width, height)
  return { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side }
}

/** The largest size of the same proportions in a square. */
function contained({ width, height }: Size, side: number): Size {
  const shorter = (ratio: number): number => Math.max(1, roundHalfToEven(ratio * side))
  return width >= height
    ? { width: side, height: shorter(height / width) }
    : { width: shorter(width / height), height: side }
}

/** Rounds as Python's `round`, which Pillow uses. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}

function centred(image: Opaque, side: number, background: Rgb): Uint8Array {
  const { width, height, channels, data } = image
  if (width === side && height === side) return data
  const colour = convertChannels(Uint8Array.from(background), 3, channels)
  const square = new Uint8Array(side * side * channels)
  for (let i = 0; i < square.length; i++) square[i] = colour[i % channels] as number
  const left = roundHalfToEven((side - width) / 2)
  const top = roundHalfToEven((side - height) / 2)
  const stride = width * channels
  for (let row = 0; row < height; row++) {
    const line = data.subarray(row * stride, (row + 1) * stride)
    square.set(line, ((top + row) * side + left) * channels)
  }
  return square
}
