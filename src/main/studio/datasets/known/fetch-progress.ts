import type { ImportSummary } from '../../../../contract/datasets/import'
import type { ErrorReport } from '../../../../contract/errors'
import { bytesOf } from './known-set'
import type { KnownSet } from './known-set'

/** Milliseconds between reports. */
const REPORT_EVERY = 400
/** Milliseconds over which the speed is measured. */
const SPEED_OVER = 5000

/** The progress of obtaining a known data set's files, as an import. */
export class FetchProgress {
  private shown: ImportSummary
  private reportedAt = 0
  private marks: { time: number; done: number }[] = []

  constructor(
    id: string,
    set: KnownSet,
    { path, stage }: { path: string; stage: 'downloading' | 'copying' },
    private readonly onChange: (summary: ImportSummary) => void,
  ) {
    this.shown = {
      ...{ id, name: set.title, known: set.key, path },
      ...{ state: 'running', refused: [], error: null },
      progress: {
        ...{ stage, done: 0, total: bytesOf(set) },
        ...{ stored: 0, refused: 0, duplicates: 0, perSecond: null },
      },
    }
  }

  get summary(): ImportSummary {
    return this.shown
  }

  publish(): void {
    this.onChange(this.shown)
  }

  /** Reports that bytes have arrived, about twice per second. */
  count(done: number): void {
    const time = performance.now()
    this.marks.push({ time, done })
    if (time - this.reportedAt < REPORT_EVERY) {
      // One mark for each report is enough.
      if (this.marks.length > 1) this.marks.pop()
      this.shown = { ...this.shown, progress: { ...this.shown.progress, done } }
      return
    }
    this.reportedAt = time
    const perSecond = this.speed()
    this.shown = { ...this.shown, progress: { ...this.shown.progress, done, perSecond } }
    this.publish()
  }

  fail(error: ErrorReport): void {
    const progress = { ...this.shown.progress, perSecond: null }
    this.shown = { ...this.shown, state: 'failed', error, progress }
    this.publish()
  }

  private speed(): number | null {
    const last = this.marks.at(-1)
    if (last === undefined) return null
    while ((this.marks[0]?.time ?? last.time) < last.time - SPEED_OVER) this.marks.shift()
    const [first] = this.marks
    if (first === undefined || first.time === last.time) return null
    return Math.max(0, ((last.done - first.done) / (last.time - first.time)) * 1000)
  }
}
