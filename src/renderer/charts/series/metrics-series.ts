import { metricIn, metricKeys } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import type { MetricsWindow } from '../../../contract/metrics/window'
import { cutBand, joinBands, mapBands, mergeBand } from './metrics-bands'
import type { Band, Bands } from './metrics-bands'

/**
 * Metrics in buckets of consecutive steps, for drawing. The buckets cover every step from `first`
 * to the last exactly once; bucket i ends at step `step[i]`.
 */
export interface Series {
  first: number
  /** Last step of each bucket, ascending. */
  step: number[]
  bands: Bands
}

export const emptySeries = (first = 1): Series => ({ first, step: [], bands: new Map() })

/** Converts the host's reply. @param from the first requested step */
export function fromWindow({ step, series }: MetricsWindow, from = 1): Series {
  const numbers = (values: readonly (number | null)[]) => values.map((value) => value ?? NaN)
  const bands = Object.entries(series).map(([key, { mean, low, high }]): [string, Band] => [
    key,
    { mean: numbers(mean), low: numbers(low), high: numbers(high) },
  ])
  return { first: from, step, bands: new Map(bands) }
}

/** Returns the last step; `first - 1` if the series is empty. */
export const lastStep = ({ first, step }: Series): number => step.at(-1) ?? first - 1

/** Returns the first step of bucket i. */
export const startOf = ({ first, step }: Series, i: number): number =>
  (step[i - 1] ?? first - 1) + 1

/** Returns the number of steps per bucket. */
export const spans = (series: Series): number[] =>
  series.step.map((last, i) => last - startOf(series, i) + 1)

/** Appends points as single-step buckets, ignoring steps already covered. */
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
 * Merges neighbouring buckets into at most `limit` buckets of about equal numbers of steps, so that
 * a long tail of single steps does not dominate.
 */
export function rebucket(series: Series, limit: number): Series {
  if (series.step.length <= limit) return series
  const width = (lastStep(series) - series.first + 1) / limit
  const groups: number[] = []
  // `groups[g]` is the first bucket of group g. A bucket belongs to the group of its last step.
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
 * Merges neighbouring buckets into buckets aligned to the smallest power of two steps for which
 * about `limit` cover the series. Unlike with {@link rebucket}, edges stay in place while the
 * series grows or moves, so that lines do not flicker.
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

/** Merges groups of buckets. @param starts index of the first bucket of each group */
function mergeGroups(series: Series, starts: readonly number[]): Series {
  const { first, step } = series
  const weights = spans(series)
  const lasts = starts.map((_, g) => step[(starts[g + 1] ?? step.length) - 1] ?? first)
  const bands = mapBands(series.bands, (band) => mergeBand(band, starts, weights))
  return { first, step: lasts, bands }
}

/** Returns steps `from` to `to`, inclusive, cutting buckets that cross an end. */
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

/** Returns `base` with the steps of `detail` replaced by `detail`. */
export function splice(base: Series, detail: Series): Series {
  if (detail.step.length === 0) return base
  const before = slice(base, base.first, detail.first - 1)
  const after = slice(base, lastStep(detail) + 1, lastStep(base))
  return join([before, detail, after])
}

/** Concatenates series, each of which must begin where the previous one ends. */
export function join(series: readonly Series[]): Series {
  const parts = series.filter(({ step }) => step.length > 0)
  const bands = joinBands(parts.map(({ step, bands }) => ({ buckets: step.length, bands })))
  const first = parts[0]?.first ?? series[0]?.first ?? 1
  return { first, step: parts.flatMap(({ step }) => step), bands }
}

/** Returns the index of the bucket that contains the step, or the nearest one; -1 if empty. */
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
