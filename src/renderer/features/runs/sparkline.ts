/** Fraction of values cut off at either end, so that a spike does not flatten the curve. */
const OUTLIERS = 0.02

/**
 * Returns the value range of the curves without outliers; undefined without two different values.
 */
export function rangeOf(curves: readonly (readonly (number | null)[])[]) {
  const values = curves
    .flat()
    .filter((value): value is number => value !== null)
    .sort((a, b) => a - b)
  const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? 0
  const [low, high] = [at(OUTLIERS), at(1 - OUTLIERS)]
  return low < high ? { low, high } : undefined
}

/**
 * Returns a curve's SVG polyline points.
 *
 * @param values null if missing
 */
export function pointsOf(
  values: readonly (number | null)[],
  { low, high }: { low: number; high: number },
  { width, height }: { width: number; height: number },
): string {
  const points: string[] = []
  values.forEach((value, i) => {
    if (value === null) return
    const x = values.length < 2 ? 0 : (i / (values.length - 1)) * width
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
    points.push(`${x.toFixed(1)},${(height - share * height).toFixed(1)}`)
  })
  return points.join(' ')
}
