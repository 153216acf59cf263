/* Ranges of steps shown by the charts: integers, inclusive at both ends. */

export interface StepRange {
  from: number
  to: number
}

/** The smallest range that can be zoomed to. */
const MIN_WIDTH = 10

export const widthOf = ({ from, to }: StepRange): number => to - from + 1

/**
 * Moves a range into the bounds, and narrows it if necessary. Returns undefined if it covers the
 * bounds, meaning no zoom.
 */
export function clampRange(range: StepRange, bounds: StepRange): StepRange | undefined {
  const all = widthOf(bounds)
  const width = Math.min(all, Math.max(MIN_WIDTH, Math.round(widthOf(range))))
  if (width >= all) return undefined
  const from = Math.min(Math.max(bounds.from, Math.round(range.from)), bounds.to - width + 1)
  return { from, to: from + width - 1 }
}

/**
 * Narrows (factor below 1) or widens a range around a step, which keeps its position.
 *
 * @param focus the step; by default the middle of the range
 */
export function zoomRange(
  range: StepRange,
  bounds: StepRange,
  factor: number,
  focus = (range.from + range.to) / 2,
): StepRange | undefined {
  const width = Math.max(MIN_WIDTH, widthOf(range) * factor)
  const share = (focus - range.from + 0.5) / widthOf(range)
  const from = focus + 0.5 - share * width
  return clampRange({ from, to: from + width - 1 }, bounds)
}

/** Moves a range by a fraction of its width; negative moves back. */
export function panRange(
  range: StepRange,
  bounds: StepRange,
  share: number,
): StepRange | undefined {
  const by = Math.round(widthOf(range) * share)
  return clampRange({ from: range.from + by, to: range.to + by }, bounds)
}

/** Moves a range that ended at the last step to the new last step. */
export function followEnd(range: StepRange, previousLast: number, last: number): StepRange {
  if (last <= previousLast || range.to < previousLast) return range
  return { from: last - widthOf(range) + 1, to: last }
}

/** Widens a range by a quarter on both sides, so that panning needs no loading. */
export function withMargin(range: StepRange): StepRange {
  const margin = Math.ceil(widthOf(range) / 4)
  return { from: Math.max(1, range.from - margin), to: range.to + margin }
}
