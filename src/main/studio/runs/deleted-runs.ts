import fs from 'node:fs'
import type { DeletedRun } from '../../../contract/deleted-run'
import { shortName } from '../../../contract/run'
import { unlessMissing } from '../../disk/errno'
import { readRun } from '../../storage/runs/runs'
import { folderSize } from './run-sizes'
import type { Trash } from './trash'

/** Lists the runs in the trash, most recently deleted first. @throws StudioError `storage` */
export async function deletedRuns(trash: Trash): Promise<DeletedRun[]> {
  const runs: DeletedRun[] = []
  for (const { entry, id, dir, deletedAt } of await trash.list()) {
    const name = await readRun(dir).then(
      (run) => shortName(run.name),
      () => id,
    )
    // A link to a folder that is missing now is listed; it can be restored once its disk is back.
    const bytes = (await folderSize(dir).catch(() => undefined)) ?? 0
    // Another host may just have restored it.
    if ((await unlessMissing(fs.promises.lstat(dir))) === undefined) continue
    runs.push({ entry, id, name, deletedAt: deletedAt.toISOString(), bytes })
  }
  return runs
}
