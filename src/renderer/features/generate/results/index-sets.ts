/* Sets of image numbers, replaced rather than changed. */

export type IndexSet = ReadonlySet<number>

export const noImages: IndexSet = new Set()

/** The set with `n` added at its end, or removed if it was there. */
export function toggled(set: IndexSet, n: number): IndexSet {
  const next = new Set(set)
  if (!next.delete(n)) next.add(n)
  return next
}

/** The set with all numbers from `from` to `to`, in either direction. */
export function withRange(set: IndexSet, from: number, to: number): IndexSet {
  const next = new Set(set)
  const by = to < from ? -1 : 1
  for (let n = from; n !== to + by; n += by) next.add(n)
  return next
}
