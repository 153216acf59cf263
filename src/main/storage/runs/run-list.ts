import { StudioError } from '../../../contract/errors'
import { changedAt, lastTrainedFirst } from '../../../contract/run-order'
import { checkFolderName, explainUnreadable, runDirectories } from './run-directories'
import { noteInterruption, readRun } from './runs'
import type { StoredRun } from './runs'

export interface RunList {
  runs: StoredRun[]
  broken: { dir: string; error: StudioError }[]
}

/**
 * Lists all runs in a data folder, the last trained first; unreadable ones separately, each with its
 * error.
 * Empty if the data folder does not exist yet.
 *
 * @throws StudioError `storage` if the folder cannot be read
 */
export async function listRuns(root: string): Promise<RunList> {
  const list: RunList = { runs: [], broken: [] }
  for (const dir of await runDirectories(root)) {
    try {
      checkFolderName(dir)
      list.runs.push({ dir, run: await readRun(dir) })
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      list.broken.push({ dir, error: await explainUnreadable(dir, error) })
    }
  }
  const activity = ({ run }: StoredRun) => ({ state: run.state, changedAt: changedAt(run) })
  list.runs.sort((a, b) => lastTrainedFirst(activity(a), activity(b)) || b.dir.localeCompare(a.dir))
  return list
}

/**
 * Calls {@link noteInterruption} for every run of a data folder, skipping runs that cannot be read
 * or written.
 */
export async function noteInterruptions(root: string): Promise<void> {
  for (const dir of await runDirectories(root).catch(() => [])) {
    await noteInterruption(dir).catch(() => undefined)
  }
}
