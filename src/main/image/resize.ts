import { resample } from './resample'

export interface RasterShape {
  count: number
  width: number
  height: number
  channels: number
}

/**
 * Resizes images by the triangle filter: bilinear when they grow, and widened by the ratio when
 * they shrink, so that no detail aliases. Gives the bytes of Pillow's `resize(..., BILINEAR)` and
 * so of torchvision's `Resize`.
 *
 * @param pixels [count, height, width, channels] bytes
 * @param size target height and width in pixels
 * @returns [count, size, size, channels] bytes; `pixels` itself if it already has that size
 */
export function resizeImages(pixels: Uint8Array, shape: RasterShape, size: number): Uint8Array {
  const { count, width, height, channels } = shape
  if (width === size && height === size) return pixels
  const imageBytes = height * width * channels
  const resizedBytes = size * size * channels
  const resized = new Uint8Array(count * resizedBytes)
  const resampling = { from: { width, height }, channels, to: { width: size, height: size } }
  for (let n = 0; n < count; n++) {
    const image = pixels.subarray(n * imageBytes, (n + 1) * imageBytes)
    const bytes = resample(image, { ...resampling, filter: 'bilinear' })
    resized.set(bytes, n * resizedBytes)
  }
  return resized
}

/**
 * Converts between grey and RGB: grey is repeated; RGB becomes ITU-R BT.601 luma, 0.299 R + 0.587 G
 * + 0.114 B, rounded as Pillow's `convert('L')` does.
 *
 * @param pixels [..., from] bytes, channels last
 * @returns [..., to] bytes; `pixels` itself if there is nothing to convert
 */
export function convertChannels(pixels: Uint8Array, from: 1 | 3, to: 1 | 3): Uint8Array {
  if (from === to) return pixels
  const positions = pixels.length / from
  const converted = new Uint8Array(positions * to)
  if (to === 3) {
    // One value per channel; fill() would cost a call per pixel.
    for (let i = 0; i < converted.length; i++) converted[i] = pixels[(i / 3) | 0] as number
    return converted
  }
  for (let i = 0; i < positions; i++) {
    const red = pixels[3 * i] as number
    const green = pixels[3 * i + 1] as number
    const blue = pixels[3 * i + 2] as number
    // The weights in 1/65536, with half added to round.
    converted[i] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16
  }
  return converted
}

/**
 * Stores each image's channels one after another: [count, area, channels] (NHWC) becomes [count,
 * channels, area] (NCHW), area being height times width.
 *
 * @returns `pixels` itself if there is one channel, since both layouts are the same then
 */
export function channelsFirst(pixels: Uint8Array, area: number, channels: number): Uint8Array {
  if (channels === 1) return pixels
  const planes = new Uint8Array(pixels.length)
  let out = 0
  for (let image = 0; image < pixels.length; image += area * channels) {
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < area; i++) planes[out++] = pixels[image + i * channels + c] as number
    }
  }
  return planes
}

/**
 * Repeats grey images as colour images, channels first: [count, area] becomes [count, copies,
 * area]. The same as converting and then {@link channelsFirst}, without the copy in between.
 */
export function repeatPlanes(pixels: Uint8Array, area: number, copies: number): Uint8Array {
  const planes = new Uint8Array(pixels.length * copies)
  for (let image = 0; image < pixels.length; image += area) {
    const plane = pixels.subarray(image, image + area)
    for (let c = 0; c < copies; c++) planes.set(plane, image * copies + c * area)
  }
  return planes
}
