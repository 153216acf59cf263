/** Lines considered together after a gap. */
const WINDOW = 64

/**
 * Leaves out the lines of a log whose steps their neighbours contradict. Steps rise by one, so the
 * line after the last one is right; at a gap, the longest sequence of rising steps is, judged by
 * the following lines.
 */
export class StepOrder<T extends { step: number }> {
  /** Number of lines left out. */
  dropped = 0
  /** The last step known to be right. */
  private last = 0
  /** Lines since a gap. */
  private undecided: T[] = []

  /** @returns the lines now known to be right, in order */
  take(line: T): T[] {
    if (line.step <= this.last) {
      this.dropped++
      return []
    }
    if (this.undecided.length === 0 && line.step === this.last + 1) {
      this.last = line.step
      return [line]
    }
    this.undecided.push(line)
    // The second half has too few lines after it to be judged by.
    return this.undecided.length < WINDOW ? [] : this.decide(WINDOW / 2)
  }

  /** @returns the remaining lines, if none follow */
  finish(): T[] {
    return this.decide(Infinity)
  }

  private decide(count: number): T[] {
    const rising = longestRising(this.undecided)
    const right = this.undecided.slice(0, count).filter((line) => rising.has(line))
    const rest = this.undecided.slice(count)
    this.dropped += this.undecided.length - rest.length - right.length
    this.last = right.at(-1)?.step ?? this.last
    this.undecided = []
    return [...right, ...rest.flatMap((line) => this.take(line))]
  }
}

/** The longest subsequence of rising steps; of equally long ones, one with steps close together. */
function longestRising<T extends { step: number }>(lines: readonly T[]): Set<T> {
  const lengths: number[] = []
  const before: number[] = []
  lines.forEach(({ step }, i) => {
    let best = -1
    for (let j = 0; j < i; j++) {
      if ((lines[j]?.step ?? Infinity) >= step) continue
      const longer = (lengths[j] ?? 0) - (lengths[best] ?? 0)
      const closer = (lines[j]?.step ?? 0) >= (lines[best]?.step ?? 0)
      if (longer > 0 || (longer === 0 && closer)) best = j
    }
    before[i] = best
    lengths[i] = 1 + (lengths[best] ?? 0)
  })
  const longest = Math.max(0, ...lengths)
  const ends = lines.flatMap(({ step }, i) => (lengths[i] === longest ? [{ step, i }] : []))
  const chosen = new Set<T>()
  let at = ends.reduce((a, b) => (b.step <= a.step ? b : a), { step: Infinity, i: -1 }).i
  for (let line = lines[at]; line !== undefined; line = lines[at]) {
    chosen.add(line)
    at = before[at] ?? -1
  }
  return chosen
}
