/** Returns at most `most` values: evenly spread ones, among them the first and the last. */
export function thinned<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values]
  const last = values.length - 1
  const spread = Array.from({ length: most }, (_, i) => Math.round((i * last) / (most - 1 || 1)))
  return spread.flatMap((i) => values[i] ?? [])
}
