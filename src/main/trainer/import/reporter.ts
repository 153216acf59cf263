import type { RefusedFile } from '../../../contract/datasets/document'
import type { ImportProgress } from '../../../contract/datasets/import'
import { RecentSpeed } from '../../../contract/recent-speed'
import type { Journal } from '../../storage/datasets/journal'

/** Receives an import's progress and the refused files so far. */
export type OnProgress = (progress: ImportProgress, refused: readonly RefusedFile[]) => void

/** Milliseconds over which the speed is measured. */
const SPEED_OVER = 5000
/** Milliseconds until the speed is reported. */
const SPEED_AFTER = 3000
/** Refused files per report; the data set lists more of them. */
const MAX_REFUSED = 50

/** Reports the progress of an import. */
export class Reporter {
  private stage: ImportProgress['stage'] = 'listing'
  private reportedAt = 0
  private speed = new RecentSpeed(SPEED_OVER, SPEED_AFTER)
  /** Images listed or summed up so far, in these stages. */
  private counted = 0

  constructor(
    private readonly journal: Journal,
    private readonly onProgress: OnProgress,
    /** Milliseconds between reports, at least. */
    private readonly reportEvery: number,
  ) {}

  begin(stage: ImportProgress['stage']): void {
    this.stage = stage
    this.counted = 0
    this.speed = new RecentSpeed(SPEED_OVER, SPEED_AFTER)
    this.report(true)
  }

  /** Reports that images have been listed, or summed up at the end. */
  count(images: number): void {
    this.counted = images
    this.report()
  }

  report(now = false): void {
    const time = performance.now()
    if (!now && time - this.reportedAt < this.reportEvery) return
    this.reportedAt = time
    const { journal, stage } = this
    const stored = journal.train + journal.holdOut
    const done = stage === 'reading' ? journal.done : this.counted
    const total = stage === 'listing' ? null : stage === 'reading' ? journal.total : stored
    const { refused, duplicates } = journal
    this.onProgress(
      {
        ...{ stage, done, total, stored, duplicates },
        ...{ refused: refused.count, perSecond: this.speed.at(done, time) },
      },
      refused.files.slice(0, MAX_REFUSED),
    )
  }
}
