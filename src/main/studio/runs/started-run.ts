import type { Alarm } from '../../../contract/alarms/alarm'
import type { Needs } from '../../../contract/estimate'
import type { HardwareSample } from '../../../contract/hardware/sample'
import type { ReplyBody, TrainerEvent } from '../../../contract/trainer'
import type { SkippedCheckpoint } from '../../storage/checkpoints/checkpoints'
import type { StoredRun } from '../../storage/runs/runs'
import type { MeasurementsWatch } from '../evaluations/measured-run'
import type { RunMeasurements } from '../evaluations/run-measurements'
import type { RunSession } from './run-session'

export interface StartedRun {
  dir: string
  id: string
  session: RunSession
  overview: ReplyBody<'train'>
  /** Checkpoints that resuming skipped. */
  skipped: SkippedCheckpoint[]
  /** The measurements of its images; absent if the studio does not measure images by itself. */
  measurements?: RunMeasurements
}

/** Callbacks for following a run, and a signal that cancels its start. */
export interface Watch extends MeasurementsWatch {
  onEvent(event: TrainerEvent): void
  /** An alarm began or ended; it has been stored. */
  onAlarm?(alarm: Alarm): void
  /** A new sample of what the trainer and the machine use. */
  onHardware?(sample: HardwareSample): void
  /** The run has been created; its trainer has not started yet. */
  onCreated?(created: StoredRun): void
  /** The run's needs, which this machine meets. */
  onNeeds?(needs: Needs): void
  /**
   * Called before the best engine setup is measured, once per machine, which takes some seconds.
   */
  onMeasure?(): void
  /** The session's start is recorded; no checkpoint has been deleted yet. Must not reject. */
  onStarted?(session: RunSession, overview: ReplyBody<'train'>): Promise<void>
  /** Old checkpoints were deleted, while it trained or after its last images were measured. */
  onDeleted?(): void
  signal?: AbortSignal
}
