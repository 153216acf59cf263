import { metricIn } from '../metrics/record'
import type { Metrics } from '../metrics/record'

/** The values of a metric; those of steps without it are left out. */
export const valuesOf = (points: readonly Metrics[], key: string): number[] =>
  points.flatMap((point) => metricIn(point, key) ?? [])

/** The mean; undefined if there are no values. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The median, or the upper of the two middle values; undefined if there are no values. */
export const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
