import type { StudioError } from '../../../contract/errors'
import { problemError } from '../../../contract/errors'
import type { TrainerProcess } from '../../trainer/launch/trainer-process'

/** A request to stop a trainer, and what happens if the trainer does not respond to it. */
export class Stopping {
  /** When a stop was requested, in milliseconds. */
  private requestedAt: number | undefined
  /** Set if the trainer did not respond and was killed. */
  hung: StudioError | undefined

  get requested(): boolean {
    return this.requestedAt !== undefined
  }

  request(): void {
    this.requestedAt ??= performance.now()
  }

  /** Kills a trainer that has not ended `seconds` after the request. */
  kill(trainer: TrainerProcess, seconds: number): Promise<void> {
    this.hung = problemError('training', 'trainerHung', { seconds })
    return trainer.kill()
  }

  /** Seconds since the request. */
  get seconds(): number {
    return Math.round((performance.now() - (this.requestedAt ?? performance.now())) / 1000)
  }
}
