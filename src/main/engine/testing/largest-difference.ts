/** The largest difference between numbers at the same place; NaN unless there are as many of both. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN
  return Array.from(a).reduce((max, value, i) => Math.max(max, Math.abs(value - Number(b[i]))), 0)
}
