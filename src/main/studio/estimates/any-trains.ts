import { isLive } from '../../../contract/run'
import { readLock } from '../../storage/locks/lock'
import { listRuns } from '../../storage/runs/run-list'

/**
 * Returns true if any run is training, starting or paused, in this process or another one, such as
 * the command line: measuring would slow it down, and be slowed down by it. A process that has
 * locked a run but not begun a session is starting.
 *
 * @throws StudioError `storage`
 */
export async function anyTrains(root: string): Promise<boolean> {
  const { runs, broken } = await listRuns(root)
  if (runs.some(({ run }) => isLive(run.state))) return true
  const holders = [...runs, ...broken].map(({ dir }) => readLock(dir).catch(() => undefined))
  return (await Promise.all(holders)).some((holder) => holder !== undefined)
}
