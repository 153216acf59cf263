import { asNotice } from '../../../contract/errors'
import { bestSteps } from '../../../contract/evaluations/best-checkpoint'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { TrainJob } from '../../../contract/trainer'
import { retainCheckpoints } from '../../storage/checkpoints/checkpoints'
import { readLock } from '../../storage/locks/lock'
import { RunFids } from '../evaluations/run-fids'

interface RetentionParts {
  dir: string
  hyperparameters: Pick<Hyperparameters, 'keepCheckpoints' | 'keepBest'>
  /** Returns true if the run's folder is still the session's, so that checkpoints in it may be deleted. */
  mayDelete(): Promise<boolean>
  onDeleted(steps: readonly number[]): void
  onProblem(problem: Notice): void
}

/**
 * Deletes the old checkpoints of a run that is being trained. It keeps the newest ones, the best
 * ones, and those that are held because they are still to be measured. Everything follows from the
 * files and what is held, so a killed host loses nothing: its checkpoints simply stay until the run
 * is next trained.
 */
export class Retention {
  private readonly held = new Set<number>()
  /**
   * Undefined until they are read, or if they cannot be read: then the best checkpoints are
   * unknown.
   */
  private fids: RunFids | undefined
  /** The step of the newest checkpoint; undefined until deletion may begin. */
  private newest: number | undefined
  /** The newest checkpoint saved before deletion may begin. */
  private early = 0
  private last: Promise<void> = Promise.resolve()
  private reported = false

  constructor(private readonly parts: RetentionParts) {}

  /** The run's FIDs so far; undefined before {@link open} or if it cannot be read. */
  get measured(): RunFids | undefined {
    return this.fids
  }

  /** Reads the run's measurements so far; never rejects. */
  async open(): Promise<void> {
    try {
      this.fids = await RunFids.of(this.parts.dir)
    } catch (error) {
      if (this.parts.hyperparameters.keepBest > 0) this.report('bestUnknown', error)
    }
  }

  /** Begins to delete. @param step from which the session trains */
  begin(step: number): void {
    this.newest = Math.max(step, this.early)
    this.apply()
  }

  /** Deletes what a newly saved checkpoint makes superfluous. */
  saved(step: number): void {
    this.early = Math.max(this.early, step)
    if (this.newest === undefined) return
    this.newest = Math.max(this.newest, step)
    this.apply()
  }

  /** Keeps a checkpoint until it is released. */
  hold(step: number): void {
    this.held.add(step)
  }

  release(step: number): void {
    if (this.held.delete(step)) this.apply()
  }

  /** Deletes what a newly stored evaluation makes superfluous. It may arrive more than once. */
  evaluated(evaluation: Evaluation): void {
    if (this.fids?.add(evaluation) === true) this.apply()
  }

  /** Resolves when everything that may be deleted so far has been; never rejects. */
  settled(): Promise<void> {
    return this.last
  }

  private apply(): void {
    if (this.newest === undefined || this.parts.hyperparameters.keepCheckpoints === 0) return
    this.last = this.last.then(() => this.deleteOld())
  }

  private async deleteOld(): Promise<void> {
    const { dir, hyperparameters, mayDelete, onDeleted } = this.parts
    const { keepCheckpoints: keep, keepBest } = hyperparameters
    const { fids, newest: current = 0 } = this
    if (fids === undefined && keepBest > 0) return
    try {
      if (!(await mayDelete())) return
      const besides = (steps: readonly number[]): Set<number> => {
        const best = keepBest === 0 ? [] : bestSteps(fids?.list ?? [], keepBest, steps)
        const unread = keepBest === 0 ? [] : (fids?.unread ?? [])
        return new Set([...best, ...unread, ...this.held])
      }
      const deleted = await retainCheckpoints(dir, { keep, current, besides })
      if (deleted.length > 0) onDeleted(deleted)
    } catch (error) {
      this.report('notRetained', error)
    }
  }

  /** Warns only once, since the next attempt is likely to have the same problem. */
  private report(code: 'notRetained' | 'bestUnknown', error: unknown): void {
    if (this.reported) return
    this.reported = true
    this.parts.onProblem(notice(code, { why: asNotice(error, { remedy: false }) }))
  }
}

interface Session extends Pick<RetentionParts, 'onDeleted' | 'onProblem'> {
  /** Resolves to true if the session is still the run's last. */
  isLast(): Promise<boolean>
  /** True if its trainer has ended. */
  hasExited(): boolean
}

/** The retention of a session that may outlive its trainer, when another process may resume the run. */
export function sessionRetention(job: TrainJob, session: Session): Retention {
  const { runDir: dir, config } = job
  const { isLast, hasExited, onDeleted, onProblem } = session
  return new Retention({
    ...{ dir, hyperparameters: config.hyperparameters, onDeleted, onProblem },
    mayDelete: async () => !(hasExited() && (await readLock(dir)) !== undefined) && isLast(),
  })
}
