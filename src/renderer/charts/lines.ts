import { metricOf } from '../../contract/metrics/table'
import { bucketOf, spans, startOf } from './series/metrics-series'
import type { Series } from './series/metrics-series'
import { smooth } from './series/metrics-series-math'

/** Number of smoothed points across the visible steps. */
export const POINTS_IN_VIEW = 1000

/** GAN losses are noisy; trends are visible only with strong smoothing. */
export const DEFAULT_SMOOTHING = 0.9

/** Line values by metric: one per bucket, NaN if missing. */
export type Lines = ReadonlyMap<string, readonly number[]>

export interface Reading {
  /** First and last step of the bucket. */
  from: number
  to: number
  /**
   * Values by metric; metrics without a value are absent. Evaluations have their newest value up
   * to this step.
   */
  values: ReadonlyMap<string, number>
}

/**
 * Returns the lines of all known metrics. Step metrics are smoothed; evaluations, which are sparse
 * and less noisy, are not.
 *
 * @param weight weight of the past, from 0 (no smoothing) to below 1
 * @param unit steps per smoothed point
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

/** Reads the lines at the step, or at the nearest step with data. */
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
