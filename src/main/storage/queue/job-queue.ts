import type { AtOnce, Job, JobOptions } from '../../../contract/queue/job'
import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { LockHolder } from '../locks/lock-files'

/* The queue's interface, which does not depend on where jobs are stored. A job's id is its run's. */

export interface QueueContent {
  /** In the order in which they begin. */
  jobs: Job[]
  paused: boolean
  atOnce: AtOnce
  warning: Notice | null
}

/** One attempt at a job. Once the job has been claimed again, results of this one are ignored. */
export interface Claim extends Pick<Job, 'run' | 'options' | 'attempt'> {
  holder: LockHolder
}

/**
 * Every method may be called by several processes at the same time.
 *
 * @throws StudioError `usage` if the queue is not in a state for the request, `checkpoint` if a newer
 *   version wrote it, `storage` if it cannot be read or written
 */
export interface JobQueue {
  /** A job whose holder has died waits again. */
  read(): Promise<QueueContent>
  /** Adds a job behind all others. A failed job of this run is replaced. */
  add(run: string, options: JobOptions): Promise<void>
  /** @param to a place among the waiting jobs, from 1; beyond the last means the last */
  move(run: string, to: number): Promise<void>
  /** Removes a job that is not running. */
  remove(run: string): Promise<void>
  /** Lets a failed job, or all failed jobs, wait again, behind the others. */
  retry(run: string | null): Promise<void>
  setPaused(paused: boolean): Promise<void>
  setAtOnce(atOnce: AtOnce): Promise<void>
  /** Removes the jobs of these runs, in any state. */
  forget(runs: readonly string[]): Promise<void>

  /**
   * Takes a waiting job for a process and raises its attempt.
   *
   * @returns undefined if it is not waiting any more, or the queue is paused
   */
  claim(run: string, holder: LockHolder): Promise<Claim | undefined>
  /** Notes that the run has begun: a later claim resumes it instead of starting it over. */
  begun(claim: Claim): Promise<boolean>
  /** Removes a job whose run has finished. @returns false if the claim has been lost */
  finish(claim: Claim): Promise<boolean>
  /** Keeps a job as failed. @returns false if the claim has been lost */
  fail(claim: Claim, error: ErrorReport): Promise<boolean>
  /** Lets a job wait again, in its old place. @returns false if the claim has been lost */
  release(claim: Claim): Promise<boolean>
  /** Stores the reason why a waiting job does not begin. */
  explain(run: string, waitsFor: Notice | null): Promise<void>
  /** A string that changes whenever the queue does. */
  stamp(): Promise<string>
}
