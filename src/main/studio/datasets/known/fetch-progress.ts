import type { ImportSummary } from '../../../../contract/datasets/import'
import type { ErrorReport } from '../../../../contract/errors'
import { RecentSpeed } from '../../../../contract/recent-speed'
import { bytesOf } from './known-set'
import type { KnownSet } from './known-set'

/** Milliseconds between reports. */
const REPORT_EVERY = 400
/** Milliseconds over which the speed is measured. */
const SPEED_OVER = 5000
/** Milliseconds until the speed is reported. */
const SPEED_AFTER = 3000

/** The progress of obtaining a known data set's files, as an import. */
export class FetchProgress {
  private shown: ImportSummary
  private reportedAt = 0
  private readonly speed = new RecentSpeed(SPEED_OVER, SPEED_AFTER)

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
    if (time - this.reportedAt < REPORT_EVERY) {
      this.shown = { ...this.shown, progress: { ...this.shown.progress, done } }
      return
    }
    this.reportedAt = time
    const perSecond = this.speed.at(done, time)
    this.shown = { ...this.shown, progress: { ...this.shown.progress, done, perSecond } }
    this.publish()
  }

  fail(error: ErrorReport): void {
    const progress = { ...this.shown.progress, perSecond: null }
    this.shown = { ...this.shown, state: 'failed', error, progress }
    this.publish()
  }
}
