import { StudioError } from '../../../contract/errors'
import type { Run } from '../../../contract/run'
import { totalSteps } from '../../../contract/run-length'
import { readCheckpoint } from '../checkpoints/checkpoints'
import { lastMetrics } from './last-metrics'
import { checkpointDirectory, metricsFile } from './paths'
import { listSamples } from './samples'

/**
 * Whether everything that a finished run has is on disk: the metrics, the sample grid and a usable
 * checkpoint of its last step. If the last step diverged, at least one of them is missing.
 *
 * @param reached the last step of the run's files
 * @throws StudioError `storage`
 */
export async function hasEverything(dir: string, run: Run, reached: number): Promise<boolean> {
  if (run.dataset === undefined) return false
  if (totalSteps(run.config.hyperparameters, run.dataset.images) !== reached) return false
  if ((await lastMetrics(metricsFile(dir)))?.step !== reached) return false
  if (!(await listSamples(dir)).includes(reached)) return false
  try {
    await readCheckpoint(checkpointDirectory(dir, reached))
    return true
  } catch (error) {
    if (error instanceof StudioError && error.code === 'checkpoint') return false
    throw error
  }
}
