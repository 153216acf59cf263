import type { ResizeFilter } from '../../contract/datasets/preparation'

/** 8 bits per pixel and 22 fraction bits leave room for a sum in 32 signed bits. */
export const FRACTION_BITS = 22

/** For each output position: where its inputs begin, how many, and their fixed-point weights. */
export interface Taps {
  from: number
  to: number
  starts: Int32Array
  counts: Int32Array
  /** [to, most] */
  weights: Int32Array
  most: number
}

/** One axis of a resampling: `length` of `from` pixels, beginning at `start`, become `to`. */
export interface Axis {
  from: number
  /** May be a fraction. */
  start: number
  /** May be a fraction. */
  length: number
  to: number
}

interface Kernel {
  /** Half its width, in input pixels when images grow. */
  support: number
  weight(distance: number): number
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

const kernels: Readonly<Record<ResizeFilter, Kernel>> = {
  area: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
}

/** Largest number of bytes of weights that are kept for the next images. */
const MAX_CACHED_BYTES = 8 * 2 ** 20
const cache = new Map<string, Taps>()
let cachedBytes = 0

/** Computes the taps of an axis, or returns those of an equal one used lately. */
export function tapsOf(filter: ResizeFilter, axis: Axis): Taps {
  const key = `${filter} ${axis.from} ${axis.start} ${axis.length} ${axis.to}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const taps = computeTaps(kernels[filter], axis)
  const bytes = taps.weights.byteLength
  if (bytes > MAX_CACHED_BYTES) return taps
  for (const [oldest, { weights }] of cache) {
    if (cachedBytes + bytes <= MAX_CACHED_BYTES) break
    cache.delete(oldest)
    cachedBytes -= weights.byteLength
  }
  cache.set(key, taps)
  cachedBytes += bytes
  return taps
}

/**
 * Widens the kernel by the ratio if the axis shrinks, so that no detail aliases (P. Heckbert,
 * "Filtered Image Rescaling", Graphics Gems III, 1992), with Pillow's rounding of positions and
 * weights.
 */
function computeTaps(kernel: Kernel, { from, start: first, length, to }: Axis): Taps {
  const ratio = length / to
  const stretch = Math.max(ratio, 1)
  const support = kernel.support * stretch
  const most = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(to)
  const counts = new Int32Array(to)
  const weights = new Int32Array(to * most)
  for (let i = 0; i < to; i++) {
    const centre = first + (i + 0.5) * ratio
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(from, Math.trunc(centre + support + 0.5))
    const shares = Array.from({ length: end - start }, (_, k) =>
      kernel.weight((start + k + 0.5 - centre) / stretch),
    )
    const sum = shares.reduce((total, share) => total + share, 0)
    starts[i] = start
    counts[i] = end - start
    shares.forEach((share, k) => {
      weights[i * most + k] = toFixedPoint(share / sum)
    })
  }
  return { from, to, starts, counts, weights, most }
}

/** Rounds halves away from zero. */
function toFixedPoint(weight: number): number {
  const scaled = weight * 2 ** FRACTION_BITS
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
}
