import fs from 'node:fs'
import { join } from 'node:path'
import { asNotice, problemError, StudioError, toReport } from '../../../contract/errors'
import type { ProblemCode } from '../../../contract/problems'
import type { Claim, JobQueue } from '../../storage/queue/job-queue'
import { runsDirectory } from '../../storage/runs/paths'
import { exactRun } from '../runs/run-details'
import type { LiveRun } from '../runs/live-run'
import type { ResumeRequest } from '../runs/resume-job'
import { endedByItself } from '../runs/session-record'
import type { RunOutcome } from '../runs/session-record'

export interface JobRunParts {
  /** The data folder. */
  root: string
  queue: JobQueue
  registry: { begins(id: string, dir: string, request: ResumeRequest): Promise<LiveRun> }
}

export interface JobWatch {
  /** True while this program is closing. */
  isClosing(): boolean
  /** Called when training has begun. */
  onBegun(): void
}

/** Reasons for which a run could not begin now, but may later. */
const passing: readonly (ProblemCode | undefined)[] = [
  ...(['runTraining', 'runBusy', 'lockedHere', 'lockedElsewhere', 'lockBeingTaken'] as const),
  ...(['lockContended', 'trainedMeanwhile', 'memoryTooSmall', 'studioClosing'] as const),
]

/**
 * Trains the run of a claimed job to its end, and records in the queue how it ended: a run that
 * finished, or was stopped by the user, leaves the queue; one that failed stays in it with the
 * reason; one that this program stopped because it is closing waits again. Never rejects.
 *
 * @returns true if the job has ended, false if it waits again; resolves after the last images of the
 *   run have been measured
 */
export async function runJob(
  { root, queue, registry }: JobRunParts,
  claim: Claim,
  { isClosing, onBegun }: JobWatch,
): Promise<boolean> {
  let live: LiveRun | undefined
  try {
    const { dir } = await exactRun(root, claim.run)
    // From here on, the registry stops it when the program closes.
    if (isClosing()) throw problemError('usage', 'studioClosing', {})
    live = await registry.begins(claim.run, dir, claim.options)
    onBegun()
    // If this cannot be written, the run may start over again after a crash.
    await queue.begun(claim).catch(() => undefined)
    await record(queue, claim, { outcome: await live.session.outcome, live, isClosing })
  } catch (error) {
    if (!(await recordError(queue, claim, { error, root, isClosing }))) return false
  }
  if (!isClosing()) await live?.measured()
  return true
}

interface End {
  outcome: RunOutcome
  live: LiveRun
  isClosing(): boolean
}

async function record(queue: JobQueue, claim: Claim, end: End): Promise<void> {
  const { outcome, live, isClosing } = end
  if (endedByItself(outcome)) await queue.finish(claim)
  else if (outcome.kind === 'failed') await queue.fail(claim, outcome.error)
  else if (isClosing()) await queue.release(claim)
  // Stopped by the user; a trainer that hung was ended by the user too.
  else if (outcome.kind !== 'interrupted' || live.session.hung) await queue.finish(claim)
  else await queue.fail(claim, outcome.error)
}

interface Failure {
  error: unknown
  root: string
  isClosing(): boolean
}

/** @returns false if the job waits again */
async function recordError(
  queue: JobQueue,
  claim: Claim,
  { error, root, isClosing }: Failure,
): Promise<boolean> {
  const code = error instanceof StudioError ? error.problem?.code : undefined
  const waits = isClosing() || passing.includes(code as ProblemCode | undefined)
  const ending = async (): Promise<unknown> => {
    if (waits) {
      await queue.release(claim)
      return queue.explain(claim.run, isClosing() ? null : asNotice(error))
    }
    // The user cancelled the start, or deleted the run.
    if (code === 'startCancelled' || !fs.existsSync(join(runsDirectory(root), claim.run)))
      return queue.finish(claim)
    return queue.fail(claim, toReport(error))
  }
  // If the queue cannot be written, the job waits again when this process has ended.
  await ending().catch(() => undefined)
  return !waits
}
