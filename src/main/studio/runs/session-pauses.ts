import type { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { SessionActivity } from './session-activity'
import type { SessionRecord } from './session-record'
import type { SpeedMeter } from './speed-meter'

interface Parts {
  trainer: TrainerProcess
  meter: SpeedMeter
  activity: SessionActivity
  record: SessionRecord
}

/** Pauses and continues a session's training, and records both. */
export class SessionPauses {
  /** Ends with the latest request; never rejects. */
  private changing: Promise<unknown> = Promise.resolve()

  constructor(private readonly parts: Parts) {}

  pause(): Promise<number> {
    const { trainer, meter, activity, record } = this.parts
    return this.afterPrevious(async () => {
      const { step } = await trainer.request('pause', {})
      meter.pause()
      activity.add('paused', step)
      await record.setState('paused')
      return step
    })
  }

  continue(): Promise<number> {
    const { trainer, meter, activity, record } = this.parts
    return this.afterPrevious(async () => {
      const { step } = await trainer.request('continue', {})
      meter.start(step)
      activity.add('continued', step)
      await record.setState('running')
      return step
    })
  }

  /**
   * Handles requests one after the other: the trainer answers `continue` at once, but `pause` only
   * between steps, so a continue sent in the meantime would be recorded before the pause.
   */
  private afterPrevious(change: () => Promise<number>): Promise<number> {
    const changed = this.changing.then(change)
    this.changing = changed.catch(() => undefined)
    return changed
  }
}
