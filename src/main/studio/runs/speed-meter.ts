/** The speed is averaged over this many seconds of training. */
const WINDOW_SECONDS = 5

/** Measures how long and how fast a session trains, excluding pauses. */
export class SpeedMeter {
  private before = 0
  private runningSince: number | undefined
  private marks: { seconds: number; step: number }[] = []

  /** @param now a monotonic clock in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Call when training starts, or continues after a pause, at this step. */
  start(step: number): void {
    this.runningSince ??= this.now()
    this.reached(step)
  }

  pause(): void {
    this.before = this.trainedSeconds
    this.runningSince = undefined
  }

  reached(step: number): void {
    const seconds = this.trainedSeconds
    // Metrics may arrive before the reply that training started or continued.
    const furthest = Math.max(step, this.marks.at(-1)?.step ?? 0)
    this.marks.push({ seconds, step: furthest })
    const oldest = this.marks.findLastIndex((mark) => mark.seconds <= seconds - WINDOW_SECONDS)
    if (oldest > 0) this.marks.splice(0, oldest)
  }

  get trainedSeconds(): number {
    if (this.runningSince === undefined) return this.before
    return this.before + (this.now() - this.runningSince) / 1000
  }

  /** Null until some time has passed since the first step. */
  get stepsPerSecond(): number | null {
    const [first, last] = [this.marks[0], this.marks.at(-1)]
    if (first === undefined || last === undefined || last.seconds <= first.seconds) return null
    return (last.step - first.step) / (last.seconds - first.seconds)
  }
}
