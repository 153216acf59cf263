import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { problemError } from '../../../contract/errors'
import { makeDirectory } from '../../disk/make-directory'
import { errnoOf, onDisk } from '../../storage/files/disk-errors'
import { rename, syncDirectory } from '../../storage/files/durable'
import { listFolder } from '../../storage/files/list-folder'
import { readLock } from '../../storage/locks/lock'
import { lockName } from '../../storage/locks/lock-files'
import { isAlive } from '../../storage/locks/processes'
import { runsDirectory } from '../../storage/runs/paths'
import { DAY_MS, TrashAges } from './trash-ages'

/** Number of days for which a deleted run can be restored, at least. */
export const TRASH_DAYS = 30

interface Trashed {
  /** Identifies it among all, also of one id. */
  entry: string
  id: string
  dir: string
  deletedAt: Date
}

/**
 * The folder of deleted runs: `<root>/trash/<milliseconds>-<id>`, named after the time of deletion.
 * Deleting, restoring and purging a run each start with a single rename, so several hosts can share
 * a data folder: the first to rename wins.
 */
export class Trash {
  private readonly folder: string
  private readonly runs: string
  private readonly ages: TrashAges
  /** Resolves when expired runs have been deleted. */
  private readonly ready: Promise<void>

  constructor(
    root: string,
    private readonly now: () => number = Date.now,
  ) {
    this.folder = join(resolve(root), 'trash')
    this.runs = runsDirectory(resolve(root))
    this.ages = new TrashAges(resolve(root))
    this.ready = this.sweep().catch(() => undefined)
  }

  /**
   * @returns the run's entry in the trash
   * @throws StudioError `storage`; the run then stays in place
   */
  async put(dir: string): Promise<string> {
    await this.ready
    return onDisk('move the run to the trash', dir, async () => {
      const target = await this.moveIn(dir)
      await syncDirectory(this.runs)
      return basename(target)
    })
  }

  private async moveIn(dir: string): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      await makeDirectory(this.folder)
      const target = this.freeName(basename(dir))
      try {
        await rename(dir, target)
        return target
      } catch (error) {
        // Another host that was starting has removed the folder, which was still empty.
        const again = errnoOf(error) === 'ENOENT' && isThere(dir) && attempt < 100
        if (!again) throw error
      }
    }
  }

  /**
   * Lists the runs that can be restored, most recently deleted first.
   *
   * @throws StudioError `storage`
   */
  async list(): Promise<Trashed[]> {
    await this.ready
    const latest = this.latestTime()
    return trashedAmong(await this.entries(), this.folder).map((trashed) => ({
      ...trashed,
      // The clock was ahead at the deletion, which therefore counts as now.
      deletedAt: new Date(Math.min(trashed.deletedAt.getTime(), latest)),
    }))
  }

  /**
   * @returns the run's folder
   * @throws StudioError `usage` if the run is not in the trash or a run with this id exists,
   *   `storage`
   */
  async restore(entry: string): Promise<string> {
    const found = await this.find(entry)
    const { id } = found
    const dir = join(this.runs, id)
    if (isThere(dir)) throw problemError('usage', 'restoreBlocked', { id })
    await onDisk('restore the run', dir, async () => {
      await rename(found.dir, dir)
      await syncDirectory(this.runs)
    })
    return dir
  }

  /**
   * Deletes a run in the trash permanently.
   *
   * @throws StudioError `usage` if the run is not in the trash, `storage`
   */
  async purge(entry: string): Promise<void> {
    await this.remove((await this.find(entry)).dir)
  }

  private entries(): Promise<fs.Dirent[]> {
    return listFolder(this.folder, 'read the trash', 'storage')
  }

  private async find(entry: string): Promise<Trashed> {
    const found = (await this.list()).find((trashed) => trashed.entry === entry)
    if (found === undefined) throw problemError('usage', 'notInTrash', { id: idOfEntry(entry) })
    return found
  }

  /** The path of a new entry: renaming to one that exists could replace it. */
  private freeName(id: string): string {
    for (let time = this.latestTime(); ; time++) {
      const path = join(this.folder, `${String(time).padStart(13, '0')}-${id}`)
      if (!isThere(path)) return path
    }
  }

  /** The current time, limited to what an entry's name can hold. */
  private latestTime(): number {
    return Math.min(Math.max(0, this.now()), LAST_TIME)
  }

  private async sweep(): Promise<void> {
    const entries = await this.entries()
    for (const { name } of entries) {
      const dir = join(this.folder, name)
      if (name.startsWith(REMOVING) || (await isLeftByEarlierVersion(dir))) await this.remove(dir)
    }
    const trashed = trashedAmong(entries, this.folder)
    const ages = await this.ages.count(trashed, this.now())
    for (const { entry, dir } of trashed) {
      if ((ages.get(entry) ?? 0) > TRASH_DAYS * DAY_MS) await this.remove(dir)
    }
    await fs.promises.rmdir(this.folder).catch(() => undefined)
  }

  /** Renames the folder first, so that a partly deleted run cannot be restored. */
  private async remove(dir: string): Promise<void> {
    const renamed = join(this.folder, `${REMOVING}${randomBytes(6).toString('hex')}`)
    await onDisk('empty the trash', dir, async () => {
      await rename(dir, renamed)
      await fs.promises.rm(renamed, { recursive: true, force: true })
    })
  }
}

const REMOVING = '.removing-'

/** Clocks may be wrong: names of 13 digits cover 1970 to 2286. Earlier versions did not pad them. */
const LAST_TIME = 9_999_999_999_999 - 1000
const ENTRY = /^(\d{1,13})-([\w-]{1,64})$/

/** The runs among the trash's entries, most recently deleted first. */
function trashedAmong(entries: readonly fs.Dirent[], folder: string): Trashed[] {
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .flatMap(({ name }) => trashedFrom(name, folder) ?? [])
    .sort((a, b) => b.deletedAt.getTime() - a.deletedAt.getTime())
}

function trashedFrom(entry: string, folder: string): Trashed | undefined {
  const [, time, id] = ENTRY.exec(entry) ?? []
  if (time === undefined || id === undefined) return undefined
  return { entry, id, dir: join(folder, entry), deletedAt: new Date(Number(time)) }
}

/** The id of the run that an entry of the trash is or was. */
export const idOfEntry = (entry: string): string => ENTRY.exec(entry)?.[2] ?? entry

/** True also for a dangling link. */
const isThere = (path: string): boolean =>
  fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined

/** Earlier versions had a folder per host, whose runs were deleted when that host ended. */
async function isLeftByEarlierVersion(folder: string): Promise<boolean> {
  const pid = /^host-(\d+)-/.exec(basename(folder))?.[1]
  if (pid === undefined || (await readLock(folder)) !== undefined) return false
  const locked = fs.existsSync(join(folder, lockName))
  return locked || !(await isAlive(Number(pid)))
}
