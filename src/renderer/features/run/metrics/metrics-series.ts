import type { Metrics } from '../../../../contract/run'
import { seriesNames } from '../../../../contract/summary'
import type { Band, MetricsWindow, SeriesName } from '../../../../contract/summary'

/** The value of each series where neither network is ahead: D says 1/2 to everything. */
export const balanced = {
  lossD: 2 * Math.LN2,
  lossG: Math.LN2,
  dReal: 0.5,
  dFake: 0.5,
} as const satisfies Record<SeriesName, number>

/**
 * Metrics thinned for drawing. Bucket i holds the steps after the bucket before it, or from
 * `first` on, up to `step[i]`: the buckets hold every step from `first` to the last once.
 */
export interface Series extends Record<SeriesName, Band> {
  first: number
  /** Last step of each bucket, rising. */
  step: number[]
}

const emptyBand = (): Band => ({ mean: [], low: [], high: [] })

export const emptySeries = (first = 1): Series => ({
  first,
  step: [],
  lossD: emptyBand(),
  lossG: emptyBand(),
  dReal: emptyBand(),
  dFake: emptyBand(),
})

/** @param from the first step that the window was asked for */
export function fromWindow(window: MetricsWindow, from = 1): Series {
  const { step, lossD, lossG, dReal, dFake } = window
  return { first: from, step, lossD, lossG, dReal, dFake }
}

/** The last step held; the one before `first` where there is none. */
export const lastStep = ({ first, step }: Series): number => step.at(-1) ?? first - 1

/** First step of bucket i. */
export const startOf = ({ first, step }: Series, i: number): number =>
  (step[i - 1] ?? first - 1) + 1

/** Steps in each bucket. */
export const spans = (series: Series): number[] =>
  series.step.map((last, i) => last - startOf(series, i) + 1)

function mapBands(series: Series, change: (band: Band) => Band): Record<SeriesName, Band> {
  return {
    lossD: change(series.lossD),
    lossG: change(series.lossG),
    dReal: change(series.dReal),
    dFake: change(series.dFake),
  }
}

/** Adds steps as buckets of their own; those already held are left out. */
export function append(series: Series, points: readonly Metrics[]): Series {
  const last = lastStep(series)
  const fresh = points.filter(({ step }) => step > last)
  if (fresh.length === 0) return series
  const result: Series = { ...series, step: [...series.step, ...fresh.map(({ step }) => step)] }
  for (const name of seriesNames) {
    const values = fresh.map((point) => point[name])
    const { mean, low, high } = series[name]
    result[name] = {
      mean: [...mean, ...values],
      low: [...low, ...values],
      high: [...high, ...values],
    }
  }
  return result
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

function mergeGroups(series: Series, starts: readonly number[]): Series {
  const end = (g: number): number => starts[g + 1] ?? series.step.length
  const weights = spans(series)
  const merge = (band: Band): Band => {
    const merged = emptyBand()
    starts.forEach((start, g) => {
      let sum = 0
      let weight = 0
      let low = Infinity
      let high = -Infinity
      for (let i = start; i < end(g); i++) {
        const share = weights[i] ?? 0
        weight += share
        sum += share * (band.mean[i] ?? 0)
        low = Math.min(low, band.low[i] ?? low)
        high = Math.max(high, band.high[i] ?? high)
      }
      merged.mean.push(sum / weight)
      merged.low.push(low)
      merged.high.push(high)
    })
    return merged
  }
  const step = starts.map((_, g) => series.step[end(g) - 1] ?? series.first)
  return { first: series.first, step, ...mapBands(series, merge) }
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
  const cut = ({ mean, low, high }: Band): Band => ({
    mean: mean.slice(begin, end),
    low: low.slice(begin, end),
    high: high.slice(begin, end),
  })
  return { first, step, ...mapBands(series, cut) }
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
  const result = emptySeries(parts[0]?.first ?? series[0]?.first)
  result.step = parts.flatMap(({ step }) => step)
  for (const name of seriesNames) {
    result[name] = {
      mean: parts.flatMap((part) => part[name].mean),
      low: parts.flatMap((part) => part[name].low),
      high: parts.flatMap((part) => part[name].high),
    }
  }
  return result
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
