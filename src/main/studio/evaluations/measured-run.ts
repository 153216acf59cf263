import type { MeasureProgress, MeasureReply } from '../../../contract/evaluations/measuring'
import type { Retention } from '../runs/retention'
import type { RunSession } from '../runs/run-session'

/** A run that has started. */
export interface MeasuredRun {
  dir: string
  overview: { fromStep: number; totalSteps: number }
  session: Pick<RunSession, 'activity' | 'outcome' | 'note' | 'run' | 'stopEarly'> & {
    retention: Pick<Retention, 'measured' | 'hold' | 'release' | 'evaluated' | 'settled'>
  }
}

export interface MeasurementsWatch {
  onEvaluated?(reply: MeasureReply): void
  /** Called with null when a checkpoint is due to be measured, then with the passes' progress. */
  onPending?(step: number, progress: MeasureProgress | null): void
  /** Called when such a pass has ended, or will not be made. */
  onSettled?(step: number): void
  /** Called with the progress of the pass at the end of training. */
  onMeasuring?(step: number, progress: MeasureProgress): void
  /** Called when the pass at the end of training has ended; undefined without a result. */
  onMeasured?(step: number, reply: MeasureReply | undefined): void
}
