/**
 * Measures how fast something grows, over the last few seconds, or since the last mark before that.
 */
export class RecentSpeed {
  private marks: { time: number; done: number }[] = []

  private began: number | undefined

  /**
   * @param over milliseconds over which the speed is measured
   * @param after milliseconds after the first mark until the speed is known: the first item may be
   *   slow, which says little about the rest
   */
  constructor(
    private readonly over: number,
    private readonly after = 0,
  ) {}

  /**
   * @param done how much has been done so far
   * @param time in milliseconds, not before the last one
   * @returns the speed per second; null at first
   */
  at(done: number, time: number): number | null {
    this.began ??= time
    this.marks.push({ time, done })
    while (this.marks.length > 2 && (this.marks[0]?.time ?? time) < time - this.over) {
      this.marks.shift()
    }
    const [first] = this.marks
    if (first === undefined || first.time === time || time - this.began < this.after) return null
    return Math.max(0, ((done - first.done) / (time - first.time)) * 1000)
  }
}
