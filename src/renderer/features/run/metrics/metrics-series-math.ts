/* Arithmetic of the charts: smoothing, ranges, times. */

/**
 * TensorBoard's debiased exponential moving average, over buckets of unequal size: a bucket of
 * `unit` steps counts as one point, so that buckets of one step at the live end are not smoothed
 * less than the thinned ones before them. A gap (NaN) stays a gap and does not affect its
 * neighbours.
 *
 * @param weight of the past, from 0 (no smoothing) to below 1
 * @param unit steps that count as one point
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

/**
 * The lowest and highest of the values with a margin of 6%, or on a logarithmic axis a factor.
 * Undefined where nothing can be drawn.
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
  const margin = (max - min) * 0.06 || Math.abs(max) * 0.06 || 1
  return { min: min - margin, max: max + margin }
}

/** Fewer values than this have no outliers. */
const FEW_VALUES = 20
/** At most this share of the values, at either end, counts as outliers. */
const OUTLIERS = 0.02
/** So many times the range of the others must the outliers take up to be cut off. */
const WORTH_CUTTING = 2.5

/**
 * The values without the few that lie so far from the rest that an axis which holds them shows
 * nothing else; all of them where there are none such. On a logarithmic axis distances are factors.
 */
export function withoutOutliers(values: readonly number[], logarithmic: boolean): number[] {
  const place = (value: number): number => (logarithmic ? Math.log(value) : value)
  const drawn = values.filter((value) => Number.isFinite(place(value)))
  if (drawn.length < FEW_VALUES) return drawn
  const sorted = drawn.toSorted((a, b) => a - b)
  const trim = Math.ceil(sorted.length * OUTLIERS)
  const at = (i: number): number => place(sorted[i] ?? NaN)
  const [low, high] = [at(trim), at(sorted.length - 1 - trim)]
  const usual = high - low
  const whole = at(sorted.length - 1) - at(0)
  if (whole <= WORTH_CUTTING * usual) return drawn
  // Half the usual range beyond the quantiles still belongs to it.
  const margin = usual / 2
  return drawn.filter((value) => place(value) >= low - margin && place(value) <= high + margin)
}
