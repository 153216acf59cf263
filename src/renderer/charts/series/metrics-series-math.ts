/* Smoothing and value ranges for charts. */

/**
 * TensorBoard's debiased exponential moving average for buckets of unequal size. A bucket of `unit`
 * steps counts as one point, so that single-step buckets at the live end are smoothed as strongly
 * as merged ones. NaN stays NaN and does not affect its neighbours.
 *
 * @param spans steps per bucket
 * @param weight weight of the past, from 0 (no smoothing) to below 1
 * @param unit steps per point
 */
export function smooth(
  values: readonly number[],
  spans: readonly number[],
  weight: number,
  unit: number,
): number[] {
  let average = 0
  let bias = 0
  return values.map((value, i) => {
    if (Number.isNaN(value)) return NaN
    const keep = weight ** ((spans[i] ?? 1) / unit)
    average = average * keep + value * (1 - keep)
    bias = bias * keep + (1 - keep)
    return average / bias
  })
}

export interface Range {
  min: number
  max: number
}

/** The least width of a linear axis, as a share of its largest value. */
const LEAST_SPAN = 0.02

/**
 * Returns the range of the values with a margin of 6%, or of a factor of 1.15 on a logarithmic
 * axis; undefined if no value can be drawn.
 */
export function valueRange(
  lists: readonly (readonly number[])[],
  logarithmic: boolean,
): Range | undefined {
  let min = Infinity
  let max = -Infinity
  for (const value of lists.flat()) {
    if (!Number.isFinite(value) || (logarithmic && value <= 0)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  if (max < min) return undefined
  if (logarithmic) return { min: min / 1.15, max: max * 1.15 }
  // Values that differ by less than one per cent look alike.
  const least = Math.max(Math.abs(min), Math.abs(max)) * LEAST_SPAN
  const margin =
    Math.max((max - min) * 0.06 || Math.abs(max) * 0.06, (least - (max - min)) / 2) || 1
  return { min: min - margin, max: max + margin }
}

/** With fewer values, none is an outlier. */
const FEW_VALUES = 20
/** Maximum fraction of the values at either end that are outliers. */
const OUTLIERS = 0.02
/** Outliers are removed if they widen the range of the others by more than this factor. */
const OUTLIER_FACTOR = 2.5

/**
 * Returns the values that can be drawn, without the few that would squeeze all others on the axis.
 * On a logarithmic axis, distances are ratios.
 */
export function withoutOutliers(values: readonly number[], logarithmic: boolean): number[] {
  const position = (value: number): number => (logarithmic ? Math.log(value) : value)
  const drawn = values.filter((value) => Number.isFinite(position(value)))
  if (drawn.length < FEW_VALUES) return drawn
  const sorted = drawn.toSorted((a, b) => a - b)
  const trim = Math.ceil(sorted.length * OUTLIERS)
  const at = (i: number): number => position(sorted[i] ?? NaN)
  const [low, high] = [at(trim), at(sorted.length - 1 - trim)]
  const usual = high - low
  const whole = at(sorted.length - 1) - at(0)
  if (whole <= OUTLIER_FACTOR * usual) return drawn
  // Values up to half the usual range beyond the quantiles are kept.
  const margin = usual / 2
  return drawn.filter(
    (value) => position(value) >= low - margin && position(value) <= high + margin,
  )
}
