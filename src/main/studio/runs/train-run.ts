import { sweepTemporaries } from '../../storage/files/atomic'
import { runsDirectory } from '../../storage/runs/paths'
import { removeUntrained } from '../../storage/runs/unchanged'
import type { Launch } from '../../trainer/launch/trainer-process'
import type { EngineSetups } from '../estimates/engine-setups'
import { setupForRun } from '../estimates/run-setup'
import { explainGone } from './gone-run'
import { createNewRun } from './new-run'
import type { NewRun } from './new-run'
import { RunSession } from './run-session'
import type { StartedRun, Watch } from './started-run'

export interface TrainParts {
  /** The data folder. */
  root: string
  datasetsDirs: string[]
  launch: Launch
  setups: EngineSetups
}

/**
 * Creates a run and starts training it.
 *
 * @throws StudioError `usage` if it needs more memory or disk space than available
 */
export async function trainRun(
  parts: TrainParts,
  request: NewRun,
  watch: Watch,
): Promise<StartedRun> {
  const { root, launch, datasetsDirs, setups } = parts
  const { created, config, basis } = await createNewRun(parts, request, (needs) =>
    watch.onNeeds?.(needs),
  )
  const { dir, run } = created
  watch.onCreated?.(created)
  try {
    await sweepTemporaries(runsDirectory(root), 0)
    const { notes, ...setup } = await setupForRun(setups, config, watch)
    const job = { ...basis, config, datasetsDirs, ...setup }
    const start = () => RunSession.start({ launch, job, notes, ...watch })
    const started = await explainGone(dir, start)
    return { dir, id: run.id, skipped: [], ...started }
  } catch (error) {
    // A run that never took a step is not worth keeping. If it cannot be removed, say why it failed.
    await removeUntrained(basis).catch(() => undefined)
    throw error
  }
}
