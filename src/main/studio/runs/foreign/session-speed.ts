import type { ActivityLine } from '../../../../contract/activity'
import type { Session } from '../../../../contract/run'

/** The speed is averaged over at least this many seconds, if it has been observed for so long. */
const WINDOW_MS = 5000

/**
 * Measures the speed of a session that another process trains, from the growth of its metrics log.
 */
export class SessionSpeed {
  private marks: { at: number; step: number }[] = []

  /** @param step the last step in the log @param at when it was written, in milliseconds */
  reached(step: number, at: number): void {
    const last = this.marks.at(-1)
    if (last !== undefined && (step <= last.step || at <= last.at)) return
    this.marks.push({ at, step })
    const oldest = this.marks.findLastIndex((mark) => mark.at <= at - WINDOW_MS)
    if (oldest > 0) this.marks.splice(0, oldest)
  }

  /** Forgets what was observed, as after a pause. */
  reset(): void {
    this.marks = []
  }

  /** Null until the log has been seen to grow. */
  get stepsPerSecond(): number | null {
    const [first, last] = [this.marks[0], this.marks.at(-1)]
    if (first === undefined || last === undefined || last.at === first.at) return null
    return ((last.step - first.step) * 1000) / (last.at - first.at)
  }
}

/**
 * Returns how long a session in progress has trained, in seconds, excluding pauses: the time in the
 * last line of its activity, and the time since then unless it is paused. Without such a line, all
 * of the time since it started.
 *
 * @param lines the session's activity
 */
export function secondsSoFar(
  session: Session,
  paused: boolean,
  lines: readonly ActivityLine[],
  now: number,
): number {
  const last = lines.findLast(({ trainedSeconds }) => trainedSeconds !== undefined)
  const since = (time: string): number => Math.max(0, now - Date.parse(time)) / 1000
  if (last?.trainedSeconds === undefined) return since(session.startedAt)
  return last.trainedSeconds + (paused ? 0 : since(last.at))
}
