/* Which steps the charts show. Steps are whole; a range holds both its ends. */

export interface StepRange {
  from: number
  to: number
}

/** Fewer steps than this are not worth a chart. */
const NARROWEST = 10

export const widthOf = ({ from, to }: StepRange): number => to - from + 1

/**
 * The range moved and narrowed to lie within the bounds, as wide as it was where that is
 * possible; undefined where it holds all of them, which is no zoom at all.
 */
export function within(range: StepRange, bounds: StepRange): StepRange | undefined {
  const all = widthOf(bounds)
  const width = Math.min(all, Math.max(NARROWEST, Math.round(widthOf(range))))
  if (width >= all) return undefined
  const from = Math.min(Math.max(bounds.from, Math.round(range.from)), bounds.to - width + 1)
  return { from, to: from + width - 1 }
}

/**
 * Narrows (factor below 1) or widens the range around a step, which keeps its place.
 *
 * @param focus the middle of the range unless told
 */
export function zoomed(
  range: StepRange,
  bounds: StepRange,
  factor: number,
  focus = (range.from + range.to) / 2,
): StepRange | undefined {
  const width = Math.max(NARROWEST, widthOf(range) * factor)
  const share = (focus - range.from + 0.5) / widthOf(range)
  const from = focus + 0.5 - share * width
  return within({ from, to: from + width - 1 }, bounds)
}

/** Moves the range by a share of its width; below 0 is back. */
export function panned(range: StepRange, bounds: StepRange, share: number): StepRange | undefined {
  const by = Math.round(widthOf(range) * share)
  return within({ from: range.from + by, to: range.to + by }, bounds)
}

/** A range that ended at the last step still ends there when steps are added. */
export function followed(range: StepRange, previousLast: number, last: number): StepRange {
  if (last <= previousLast || range.to < previousLast) return range
  return { from: last - widthOf(range) + 1, to: last }
}
