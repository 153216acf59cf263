import fs from 'node:fs'
import type { ActivityLine } from '../../../contract/activity'
import type { CheckpointSummary } from '../../../contract/summary'
import { readActivity } from '../../storage/runs/activity-log'
import { sampleFiles } from '../../storage/runs/samples'
import type { SavedStep } from './run-log'
import type { RunSession } from './run-session'

/**
 * Returns a run's activity: the log in its folder, with the entries of a live session, which may
 * not have been written yet.
 *
 * @throws StudioError `storage`
 */
export async function activityOf(
  dir: string,
  session: RunSession | undefined,
): Promise<ActivityLine[]> {
  const lines = await readActivity(dir)
  const live = session?.activity.entries ?? []
  const [first] = live
  if (first === undefined) return lines
  const own = session?.activity.session
  const isOther = (line: ActivityLine): boolean =>
    line.session === undefined ? line.at < first.at : line.session !== own
  return [...lines.filter(isOther), ...live]
}

/**
 * Returns when the samples and checkpoints of a run were written, skipping files deleted in the
 * meantime.
 */
export async function savedSteps(
  dir: string,
  samples: readonly number[],
  checkpoints: readonly CheckpointSummary[],
): Promise<SavedStep[]> {
  const grids = await Promise.all(samples.map((step) => savedSample(dir, step)))
  return [
    ...grids.filter((grid) => grid !== undefined),
    ...checkpoints.map(({ step, savedAt }) => ({
      code: 'checkpoint' as const,
      step,
      at: Date.parse(savedAt),
    })),
  ]
}

async function savedSample(dir: string, step: number): Promise<SavedStep | undefined> {
  return fs.promises.stat(sampleFiles(dir, step).png).then(
    ({ mtimeMs: at }) => ({ code: 'sample', step, at }),
    () => undefined,
  )
}
