import { metricOf } from '../../../../contract/metrics/table'
import { bucketOf, spans, startOf } from '../../run/metrics/metrics-series'
import type { Series } from '../../run/metrics/metrics-series'
import { smooth } from '../../run/metrics/metrics-series-math'

/** The lines that charts draw, by metric: one value per bucket, NaN if there is none. */
export type Lines = ReadonlyMap<string, readonly number[]>

export interface Reading {
  /** First and last step of the bucket that was read. */
  from: number
  to: number
  /**
   * By metric, for those that have a value there. Evaluations have the newest value up to that
   * step.
   */
  values: ReadonlyMap<string, number>
}

/**
 * The table's metrics, smoothed; evaluations, which are few and each computed from many images, are
 * not.
 *
 * @param weight weight of the past, from 0 (no smoothing) to below 1
 * @param unit number of steps that count as one point
 */
export function smoothedLines(series: Series, weight: number, unit: number): Lines {
  const steps = spans(series)
  const lines = new Map<string, number[]>()
  for (const [key, { mean }] of series.bands) {
    const cadence = metricOf(key)?.cadence
    if (cadence === 'evaluation') lines.set(key, mean)
    if (cadence === 'step') lines.set(key, smooth(mean, steps, weight, unit))
  }
  return lines
}

/** Reads the lines at a step, or at the nearest one with data. */
export function readLines(series: Series, lines: Lines, step: number): Reading | undefined {
  const i = bucketOf(series, step)
  const to = series.step[i]
  if (to === undefined) return undefined
  const values = new Map<string, number>()
  for (const [key, line] of lines) {
    const isEvaluation = metricOf(key)?.cadence === 'evaluation'
    const value = isEvaluation ? newestUntil(line, i) : line[i]
    if (value !== undefined && !Number.isNaN(value)) values.set(key, value)
  }
  return { from: startOf(series, i), to, values }
}

function newestUntil(line: readonly number[], last: number): number | undefined {
  let i = last
  while (i >= 0 && Number.isNaN(line[i])) i--
  return line[i]
}
