export interface RasterShape {
  count: number
  width: number
  height: number
  channels: number
}

/** 8 bits per pixel and 22 fraction bits leave room for a sum in 32 signed bits. */
const FRACTION_BITS = 22
const HALF = 1 << (FRACTION_BITS - 1)

/** For each output position: where its inputs begin, how many, and their fixed-point weights. */
interface Taps {
  from: number
  to: number
  starts: Int32Array
  counts: Int32Array
  /** [to, most] */
  weights: Int32Array
  most: number
}

/**
 * Resizes images by the triangle filter: bilinear when they grow, and widened by the ratio when
 * they shrink, so that no detail aliases. Columns, then rows, are filtered in fixed point with
 * rounding to a byte in between, which gives the bytes of Pillow's `resize(..., BILINEAR)` and so
 * of torchvision's `Resize` (P. Heckbert, "Filtered Image Rescaling", Graphics Gems III, 1992).
 *
 * @param pixels [count, height, width, channels] bytes
 * @param size target height and width in pixels
 * @returns [count, size, size, channels] bytes; `pixels` itself if it already has that size
 */
export function resizeImages(pixels: Uint8Array, shape: RasterShape, size: number): Uint8Array {
  const { count, width, height, channels } = shape
  if (width === size && height === size) return pixels
  const across = triangleTaps(width, size)
  const down = triangleTaps(height, size)
  const narrowed = new Uint8Array(height * size * channels)
  const imageBytes = height * width * channels
  const resizedBytes = size * size * channels
  const resized = new Uint8Array(count * resizedBytes)
  for (let n = 0; n < count; n++) {
    const image = pixels.subarray(n * imageBytes, (n + 1) * imageBytes)
    filterAxis(image, narrowed, across, height, channels)
    const target = resized.subarray(n * resizedBytes, (n + 1) * resizedBytes)
    filterAxis(narrowed, target, down, 1, size * channels)
  }
  return resized
}

function triangleTaps(from: number, to: number): Taps {
  const ratio = from / to
  const support = Math.max(ratio, 1)
  const most = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(to)
  const counts = new Int32Array(to)
  const weights = new Int32Array(to * most)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(from, Math.trunc(centre + support + 0.5))
    const shares = Array.from({ length: end - start }, (_, k) =>
      Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / support),
    )
    const sum = shares.reduce((total, share) => total + share, 0)
    starts[i] = start
    counts[i] = end - start
    shares.forEach((share, k) => {
      weights[i * most + k] = Math.round((share / sum) * 2 ** FRACTION_BITS)
    })
  }
  return { from, to, starts, counts, weights, most }
}

/**
 * Filters the middle axis of [outer, from, inner] into [outer, to, inner].
 * The weights are positive and sum to one within rounding, so the result needs no clipping.
 */
function filterAxis(
  source: Uint8Array,
  target: Uint8Array,
  { from, to, starts, counts, weights, most }: Taps,
  outer: number,
  inner: number,
): void {
  let out = 0
  for (let o = 0; o < outer; o++) {
    for (let t = 0; t < to; t++) {
      const count = counts[t] as number
      const begin = (o * from + (starts[t] as number)) * inner
      for (let i = 0; i < inner; i++) {
        let sum = HALF
        for (let k = 0; k < count; k++) {
          const weight = weights[t * most + k] as number
          sum = (sum + Math.imul(source[begin + k * inner + i] as number, weight)) | 0
        }
        target[out++] = sum >> FRACTION_BITS
      }
    }
  }
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
