import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { problemError } from '../../../contract/errors'
import { makeDirectory } from '../../disk/make-directory'
import { onDisk } from '../../storage/files/disk-errors'
import { rename, syncDirectory } from '../../storage/files/durable'
import { readLock } from '../../storage/locks/lock'
import { lockName } from '../../storage/locks/lock-files'
import { isAlive } from '../../storage/locks/processes'
import { runsDirectory } from '../../storage/runs/paths'

/** Number of days for which a deleted run can be restored. */
export const TRASH_DAYS = 30
const DAY_MS = 24 * 3_600_000

interface Trashed {
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
  /** Resolves when expired runs have been deleted. */
  private readonly ready: Promise<void>

  constructor(
    root: string,
    private readonly now: () => number = Date.now,
  ) {
    this.folder = join(resolve(root), 'trash')
    this.runs = runsDirectory(resolve(root))
    this.ready = this.sweep().catch(() => undefined)
  }

  /** @throws StudioError `storage`; the run then stays in place */
  async put(dir: string): Promise<void> {
    await this.ready
    const target = join(this.folder, `${this.now()}-${basename(dir)}`)
    await onDisk('move the run to the trash', dir, async () => {
      await makeDirectory(this.folder)
      await rename(dir, target)
      await syncDirectory(this.runs)
    })
  }

  /**
   * Lists the runs that can be restored, most recently deleted first.
   *
   * @throws StudioError `storage`
   */
  async list(): Promise<Trashed[]> {
    await this.ready
    const names = await onDisk('read the trash', this.folder, () => entriesOf(this.folder))
    return names
      .flatMap((name) => trashedFrom(join(this.folder, name)) ?? [])
      .sort((a, b) => b.deletedAt.getTime() - a.deletedAt.getTime())
  }

  /**
   * @returns the run's folder
   * @throws StudioError `usage` if the run is not in the trash or a run with this id exists,
   *   `storage`
   */
  async restore(id: string): Promise<string> {
    const found = await this.find(id)
    const dir = join(this.runs, id)
    if (fs.existsSync(dir)) throw problemError('usage', 'restoreBlocked', { id })
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
  async purge(id: string): Promise<void> {
    await this.remove((await this.find(id)).dir)
  }

  private async find(id: string): Promise<Trashed> {
    const found = (await this.list()).find((trashed) => trashed.id === id)
    if (found === undefined) throw problemError('usage', 'notInTrash', { id })
    return found
  }

  private async sweep(): Promise<void> {
    for (const name of await entriesOf(this.folder)) {
      const dir = join(this.folder, name)
      const trashed = trashedFrom(dir)
      const old =
        trashed !== undefined && this.now() - trashed.deletedAt.getTime() > TRASH_DAYS * DAY_MS
      const left = name.startsWith(REMOVING) || (await isLeftByEarlierVersion(dir))
      if (old || left) await this.remove(dir)
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

async function entriesOf(folder: string): Promise<string[]> {
  return fs.promises.readdir(folder).catch((error: unknown) => {
    if (fs.existsSync(folder)) throw error
    return []
  })
}

function trashedFrom(dir: string): Trashed | undefined {
  const [, time, id] = /^(\d{13})-([\w-]{1,64})$/.exec(basename(dir)) ?? []
  if (time === undefined || id === undefined) return undefined
  return { id, dir, deletedAt: new Date(Number(time)) }
}

/** Earlier versions had a folder per host, whose runs were deleted when that host ended. */
async function isLeftByEarlierVersion(folder: string): Promise<boolean> {
  const pid = /^host-(\d+)-/.exec(basename(folder))?.[1]
  if (pid === undefined || (await readLock(folder)) !== undefined) return false
  const locked = fs.existsSync(join(folder, lockName))
  return locked || !(await isAlive(Number(pid)))
}
