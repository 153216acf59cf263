import fs from 'node:fs'
import { join } from 'node:path'
import { activeAlarms } from '../../../contract/alarms/alarm'
import { alarmsOf } from '../../../contract/alarms/of-run'
import type { Job } from '../../../contract/queue/job'
import type { Trial } from '../../../contract/sweep/document'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { readLock } from '../../storage/locks/lock'
import { runsDirectory } from '../../storage/runs/paths'
import { readRun } from '../../storage/runs/runs'
import type { RunState } from './plan'

/**
 * Finds the states of the runs of trials.
 *
 * @param trials the indices of the trials
 * @returns the states of the trials that have a run
 * @throws StudioError `checkpoint` if a run cannot be read, `storage` if the disk fails
 */
export async function trialStates(
  root: string,
  all: readonly Trial[],
  trials: readonly number[],
  jobs: readonly Job[],
): Promise<Map<number, RunState>> {
  const byRun = new Map(jobs.map((job) => [job.run, job]))
  const states = new Map<number, RunState>()
  for (const index of trials) {
    const run = all[index]?.run
    if (typeof run !== 'string') continue
    states.set(index, await stateOf(join(runsDirectory(root), run), byRun.get(run)))
  }
  return states
}

async function stateOf(dir: string, job: Job | undefined): Promise<RunState> {
  if (!fs.existsSync(dir)) return { kind: 'deleted' }
  if (job?.state === 'failed') return { kind: 'failed', error: job.error }
  if (job?.state === 'waiting') return { kind: 'busy' }
  // It may also have been resumed by hand.
  if (job === undefined && (await readLock(dir)) === undefined) {
    return { kind: 'idle', step: (await checkpointSteps(dir)).at(-1) ?? 0 }
  }
  const [alarm] = activeAlarms(alarmsOf(await readRun(dir)))
  return alarm === undefined ? { kind: 'busy' } : { kind: 'busy', alarm: alarm.kind }
}
