import type { DeletedRun } from '../../../contract/deleted-run'
import { readRun } from '../../storage/runs/runs'
import { folderSize } from './run-sizes'
import type { Trash } from './trash'

/** Lists the runs in the trash, most recently deleted first. @throws StudioError `storage` */
export async function deletedRuns(trash: Trash): Promise<DeletedRun[]> {
  const runs: DeletedRun[] = []
  for (const { id, dir, deletedAt } of await trash.list()) {
    const name = await readRun(dir).then(
      (run) => run.name,
      () => id,
    )
    // Another host may just have restored it.
    const bytes = await folderSize(dir).catch(() => undefined)
    if (bytes !== undefined) runs.push({ id, name, deletedAt: deletedAt.toISOString(), bytes })
  }
  return runs
}
