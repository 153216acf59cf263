import { metricIn, metricKeys } from '../../../../contract/metrics/record'
import type { Metrics } from '../../../../contract/metrics/record'
import type { MetricsWindow } from '../../../../contract/metrics/window'
import { cutBand, joinBands, mapBands, mergeBand } from './metrics-bands'
import type { Band, Bands } from './metrics-bands'

/**
 * Metrics thinned for drawing. Bucket i holds the steps after the bucket before it, or from
 * `first` on, up to `step[i]`: the buckets hold every step from `first` to the last once.
 */
export interface Series {
  first: number
  /** Last step of each bucket, rising. */
  step: number[]
  bands: Bands
}

export const emptySeries = (first = 1): Series => ({ first, step: [], bands: new Map() })

/** @param from the first step that the window was asked for */
export function fromWindow({ step, series }: MetricsWindow, from = 1): Series {
  const numbers = (values: readonly (number | null)[]) => values.map((value) => value ?? NaN)
  const bands = Object.entries(series).map(([key, { mean, low, high }]): [string, Band] => [
    key,
    { mean: numbers(mean), low: numbers(low), high: numbers(high) },
  ])
  return { first: from, step, bands: new Map(bands) }
}

/** The last step held; the one before `first` where there is none. */
export const lastStep = ({ first, step }: Series): number => step.at(-1) ?? first - 1

/** First step of bucket i. */
export const startOf = ({ first, step }: Series, i: number): number =>
  (step[i - 1] ?? first - 1) + 1

/** Steps in each bucket. */
export const spans = (series: Series): number[] =>
  series.step.map((last, i) => last - startOf(series, i) + 1)

/** Adds steps as buckets of their own; those already held are left out. */
export function append(series: Series, points: readonly Metrics[]): Series {
  const last = lastStep(series)
  const fresh = points.filter(({ step }) => step > last)
  if (fresh.length === 0) return series
  const step = fresh.map((point) => point.step)
  const bands = new Map<string, Band>()
  for (const key of new Set(fresh.flatMap(metricKeys))) {
    const values = fresh.map((point) => metricIn(point, key) ?? NaN)
    bands.set(key, { mean: values, low: values, high: values })
  }
  return join([series, { first: last + 1, step, bands }])
}

/**
 * Merges neighbours until there are at most `limit` buckets, of about as many steps each, so
 * that a long tail of single steps does not outweigh what came before.
 */
export function rebucket(series: Series, limit: number): Series {
  if (series.step.length <= limit) return series
  const width = (lastStep(series) - series.first + 1) / limit
  const groups: number[] = []
  // `groups[g]` is the first bucket of group g; a bucket goes where its last step falls.
  let group = -1
  series.step.forEach((step, i) => {
    const own = Math.min(limit - 1, Math.floor((step - series.first) / width))
    if (own === group) return
    group = own
    groups.push(i)
  })
  return mergeGroups(series, groups)
}

/**
 * Merges neighbours into buckets of a power of two steps, as small as it can be for at most
 * `limit` of them to span the series. Unlike {@link rebucket}'s, their edges stay where they
 * are while the series grows or is moved along, so that what is drawn does not flicker.
 */
export function aligned(series: Series, limit: number): Series {
  const total = lastStep(series) - series.first + 1
  const width = 2 ** Math.max(0, Math.ceil(Math.log2(total / limit)))
  const starts: number[] = []
  let bucket = -1
  series.step.forEach((step, i) => {
    const own = Math.floor((step - 1) / width)
    if (own === bucket) return
    bucket = own
    starts.push(i)
  })
  return starts.length === series.step.length ? series : mergeGroups(series, starts)
}

/** @param starts the first bucket of each group */
function mergeGroups(series: Series, starts: readonly number[]): Series {
  const { first, step } = series
  const weights = spans(series)
  const lasts = starts.map((_, g) => step[(starts[g + 1] ?? step.length) - 1] ?? first)
  const bands = mapBands(series.bands, (band) => mergeBand(band, starts, weights))
  return { first, step: lasts, bands }
}

/** The part from step `from` to `to`, both held; a bucket across an edge is cut there. */
export function slice(series: Series, from: number, to: number): Series {
  const first = Math.max(from, series.first)
  const last = Math.min(to, lastStep(series))
  if (last < first) return emptySeries(first)
  const begin = bucketOf(series, first)
  const end = bucketOf(series, last) + 1
  const step = series.step.slice(begin, end)
  step[step.length - 1] = last
  return { first, step, bands: mapBands(series.bands, (band) => cutBand(band, begin, end)) }
}

/** `base` with `detail` in place of the steps that it holds. */
export function splice(base: Series, detail: Series): Series {
  if (detail.step.length === 0) return base
  const before = slice(base, base.first, detail.first - 1)
  const after = slice(base, lastStep(detail) + 1, lastStep(base))
  return join([before, detail, after])
}

/** Series of which each begins where the one before it ends, as one. */
export function join(series: readonly Series[]): Series {
  const parts = series.filter(({ step }) => step.length > 0)
  const bands = joinBands(parts.map(({ step, bands }) => ({ buckets: step.length, bands })))
  const first = parts[0]?.first ?? series[0]?.first ?? 1
  return { first, step: parts.flatMap(({ step }) => step), bands }
}

/** Index of the bucket that holds the step, or the nearest one; -1 where there is none. */
export function bucketOf({ step }: Series, wanted: number): number {
  let low = 0
  let high = step.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((step[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return step.length === 0 ? -1 : low
}
