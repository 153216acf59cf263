import type { ResizeFilter } from '../../contract/datasets/preparation'
import { FRACTION_BITS, tapsOf, type Axis, type Taps } from './taps'

const HALF = 1 << (FRACTION_BITS - 1)

export interface Size {
  width: number
  height: number
}

/** A part of an image, in pixels, which may begin and end within one. */
export interface Box extends Size {
  left: number
  top: number
}

interface Resampling {
  /** The source's size. */
  from: Size
  channels: number
  /** The part of the source to resize; all of it by default. */
  box?: Box
  to: Size
  filter: ResizeFilter
}

/**
 * Resizes an image as Pillow's `resize` does with the filters BOX, BILINEAR and LANCZOS: columns,
 * then rows, are filtered in fixed point with rounding to a byte in between.
 *
 * @param source [from.height, from.width, channels] bytes
 * @returns [to.height, to.width, channels] bytes; `source` itself if there is nothing to do
 */
export function resample(source: Uint8Array, resampling: Resampling): Uint8Array {
  const { from, channels, to, filter } = resampling
  const { left, top, width, height } = resampling.box ?? { left: 0, top: 0, ...from }
  const across: Axis = { from: from.width, start: left, length: width, to: to.width }
  const down: Axis = { from: from.height, start: top, length: height, to: to.height }
  const narrowed = isIdentity(across)
    ? { rows: source, first: 0 }
    : filterColumns(source, tapsOf(filter, across), rowsFor(filter, down), channels)
  if (isIdentity(down)) return narrowed.rows
  const target = new Uint8Array(to.height * to.width * channels)
  filterRows(narrowed, target, tapsOf(filter, down), to.width * channels)
  return target
}

const isIdentity = ({ from, start, length, to }: Axis): boolean =>
  start === 0 && length === from && to === from

/** Consecutive rows of an image, beginning with row `first`. */
interface Rows {
  rows: Uint8Array
  first: number
}

/** The rows that the second pass reads. */
function rowsFor(filter: ResizeFilter, down: Axis): { first: number; end: number } {
  if (isIdentity(down)) return { first: 0, end: down.from }
  const { starts, counts, to } = tapsOf(filter, down)
  const end = (starts[to - 1] as number) + (counts[to - 1] as number)
  return { first: starts[0] as number, end }
}

function filterColumns(
  source: Uint8Array,
  taps: Taps,
  { first, end }: { first: number; end: number },
  channels: number,
): Rows {
  const rows = new Uint8Array((end - first) * taps.to * channels)
  const stride = taps.from * channels
  let out = 0
  for (let row = first; row < end; row++) {
    if (channels === 3) filterColourRow(source, row * stride, rows, out, taps)
    else filterRow(source, row * stride, rows, out, taps, channels)
    out += taps.to * channels
  }
  return { rows, first }
}

function filterRow(
  source: Uint8Array,
  begin: number,
  target: Uint8Array,
  out: number,
  { to, starts, counts, weights, most }: Taps,
  channels: number,
): void {
  for (let t = 0; t < to; t++) {
    const count = counts[t] as number
    for (let c = 0; c < channels; c++) {
      let at = begin + (starts[t] as number) * channels + c
      let sum = HALF
      for (let k = 0; k < count; k++, at += channels) {
        sum = (sum + Math.imul(source[at] as number, weights[t * most + k] as number)) | 0
      }
      target[out++] = clipped(sum)
    }
  }
}

/** {@link filterRow} for three channels, which reads each weight once. */
function filterColourRow(
  source: Uint8Array,
  begin: number,
  target: Uint8Array,
  out: number,
  { to, starts, counts, weights, most }: Taps,
): void {
  for (let t = 0; t < to; t++) {
    const end = t * most + (counts[t] as number)
    let at = begin + (starts[t] as number) * 3
    let [red, green, blue] = [HALF, HALF, HALF]
    for (let k = t * most; k < end; k++, at += 3) {
      const weight = weights[k] as number
      red = (red + Math.imul(source[at] as number, weight)) | 0
      green = (green + Math.imul(source[at + 1] as number, weight)) | 0
      blue = (blue + Math.imul(source[at + 2] as number, weight)) | 0
    }
    target[out++] = clipped(red)
    target[out++] = clipped(green)
    target[out++] = clipped(blue)
  }
}

/** @param width values per row */
function filterRows(
  { rows, first }: Rows,
  target: Uint8Array,
  { to, starts, counts, weights, most }: Taps,
  width: number,
): void {
  const sums = new Int32Array(width)
  for (let t = 0; t < to; t++) {
    sums.fill(HALF)
    for (let k = 0; k < (counts[t] as number); k++) {
      const weight = weights[t * most + k] as number
      const begin = ((starts[t] as number) - first + k) * width
      for (let i = 0; i < width; i++) {
        sums[i] = (sums[i] as number) + Math.imul(rows[begin + i] as number, weight)
      }
    }
    for (let i = 0; i < width; i++) target[t * width + i] = clipped(sums[i] as number)
  }
}

/** Lanczos weights are negative in places, so sums may be below black or above white. */
function clipped(sum: number): number {
  const value = sum >> FRACTION_BITS
  return value < 0 ? 0 : value > 255 ? 255 : value
}
