import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { problemError } from '../../../contract/errors'
import { storedRunConfigSchema } from '../../../contract/run'
import type { Run } from '../../../contract/run'
import { latestReadable, readCheckpoint } from '../checkpoints/checkpoints'
import { removePublished } from '../files/atomic'
import { acquireRunLock } from '../locks/lock'
import { readRun } from './runs'

/*
 * A host decides how to train a run before its trainer holds the run's lock. In between, another
 * process may train the run; continuing as decided would discard what it trained.
 */

/** The parts of a training job that depend on the run as the host read it. */
interface Decision {
  runDir: string
  /** The run's {@link runStamp}; undefined for a folder without run.json. */
  madeFrom?: string | undefined
  resumeFrom?: number | undefined
  startAgain?: boolean | undefined
}

/** The SHA-256 of what a training job depends on in run.json: the settings and the sessions. */
export function runStamp({ config, sessions }: Pick<Run, 'config' | 'sessions'>): string {
  const starts = sessions.map(({ startedAt }) => startedAt)
  const text = JSON.stringify([storedRunConfigSchema.parse(config), starts])
  return createHash('sha256').update(text).digest('hex')
}

/** @throws StudioError `storage` if the run's settings or sessions are no longer these */
export function refuseOtherStamp(run: Run, stamp: string | undefined, runDir: string): void {
  if (stamp === undefined || runStamp(run) === stamp) return
  throw problemError('storage', 'trainedMeanwhile', {}, { where: runDir })
}

/**
 * Rejects a job if another process has trained the run since the job was made. Call it under the
 * run's lock.
 *
 * @throws StudioError `storage`
 */
export async function refuseTrainedMeanwhile(job: Decision): Promise<void> {
  const { runDir, madeFrom, resumeFrom = -1, startAgain = false } = job
  if (madeFrom === undefined) return
  refuseOtherStamp(await readRun(runDir), madeFrom, runDir)
  // A host that was killed may have recorded no session, but its trainer saved checkpoints.
  if (startAgain) return
  const { checkpoint } = await latestReadable(runDir, readCheckpoint, resumeFrom)
  if (checkpoint === undefined) return
  throw problemError('storage', 'trainedMeanwhile', {}, { where: runDir })
}

/**
 * Removes a new run that failed to start, unless another process trains it or has trained it.
 *
 * @throws StudioError `storage`
 */
export async function removeUntrained(job: Decision): Promise<void> {
  const { runDir } = job
  const lock = await acquireRunLock(runDir)
  try {
    await refuseTrainedMeanwhile(job)
    await removePublished(dirname(runDir), basename(runDir))
  } finally {
    await lock.release()
  }
}
