import type { Alarm } from './alarm'
import type { Detector, Judge, TrainingRecord, WatchedRun } from './detector'

/** Consecutive records that are all bad or all good. */
interface Streak {
  bad: boolean
  /** The first step of the first record. */
  from: number
  /** The last step of the newest record. */
  to: number
  /** The number of records; those of the same step count once. */
  count: number
}

/**
 * Turns a detector's judgements into an alarm, which begins and ends only when its patience is
 * exhausted.
 */
export class AlarmTracker {
  private streak: Streak | undefined
  /** The description of the newest bad reading. */
  private what: Alarm['what'] | undefined

  private readonly judge: Judge

  /** @param active the alarm that is already active, if any */
  constructor(
    private readonly detector: Detector,
    run: WatchedRun,
    private active: Alarm | undefined,
  ) {
    this.judge = detector.watch(run)
  }

  /** @returns the alarm, if it begins or ends with this record */
  observe(record: TrainingRecord): Alarm | undefined {
    const reading = this.judge(record)
    if (reading === undefined) return undefined
    const { from, to } = extentOf(record)
    const { streak, detector } = this
    const now =
      streak?.bad === reading.bad
        ? { ...streak, to, count: streak.count + (from > streak.to ? 1 : 0) }
        : { bad: reading.bad, from, to, count: 1 }
    this.streak = now
    if (reading.bad) this.what = reading.what
    if (now.count < detector.patience) return undefined
    return reading.bad ? this.begin(to) : this.end(now.from)
  }

  /** @returns the alarm, if it begins because training ends at this step */
  conclude(step: number): Alarm | undefined {
    const { streak, detector } = this
    if (streak?.bad !== true || streak.count < detector.patienceAtEnd) return undefined
    return this.begin(step)
  }

  private begin(found: number): Alarm | undefined {
    const { streak, what, detector } = this
    if (this.active !== undefined || streak === undefined || what === undefined) return undefined
    this.active = { kind: detector.kind, since: streak.from, found, what }
    return this.active
  }

  private end(until: number): Alarm | undefined {
    const { active } = this
    this.active = undefined
    return active === undefined ? undefined : { ...active, until }
  }
}

/** The first and last step of a record. */
function extentOf(record: TrainingRecord): { from: number; to: number } {
  if (record.type !== 'steps') return { from: record.step, to: record.step }
  const { points } = record
  return { from: points[0]?.step ?? 0, to: points.at(-1)?.step ?? 0 }
}
