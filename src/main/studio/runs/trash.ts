import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { problemError } from '../../../contract/errors'
import { onDisk } from '../../storage/files/disk-errors'
import { rename, syncDirectory } from '../../storage/files/durable'
import { acquireRunLock, readLock } from '../../storage/locks/lock'
import { lockName } from '../../storage/locks/lock-files'
import { runsDirectory } from '../../storage/runs/paths'
import { isAlive } from '../../storage/locks/processes'

/**
 * Where deleted runs wait until their host ends; each comes and goes by one rename. Every host
 * has a folder of its own, `<root>/trash/host-<pid>-<random>/<id>`, whose lock says that it
 * lives: several may serve one data folder, and none may empty another's.
 */
export class Trash {
  private readonly trash: string
  private readonly folder: string
  private readonly runs: string
  /** What dead hosts left is gone when this settles. */
  private readonly ready: Promise<void>

  constructor(root: string) {
    this.trash = join(resolve(root), 'trash')
    this.folder = join(this.trash, `host-${process.pid}-${randomBytes(6).toString('hex')}`)
    this.runs = runsDirectory(resolve(root))
    this.ready = this.sweep().catch(() => undefined)
  }

  /** @throws StudioError `storage`; the run is then where it was */
  async put(dir: string): Promise<void> {
    await this.ready
    const place = join(this.folder, basename(dir))
    await onDisk('move the run to the trash', dir, async () => {
      await this.open()
      await rename(dir, place)
      await syncDirectory(this.runs)
    })
  }

  /**
   * @returns the run's folder
   * @throws StudioError `usage` when the run is not in this host's trash, `storage`
   */
  async restore(id: string): Promise<string> {
    await this.ready
    const place = join(this.folder, id)
    const dir = join(this.runs, id)
    if (id === lockName || !fs.existsSync(place) || fs.existsSync(dir)) {
      throw problemError('usage', 'notInTrash', { id })
    }
    await onDisk('restore the run', dir, async () => {
      await rename(place, dir)
      await syncDirectory(this.runs)
    })
    return dir
  }

  /**
   * Removes what this host deleted, and what dead ones left.
   *
   * @throws StudioError `storage`
   */
  async empty(): Promise<void> {
    await this.ready
    await remove(this.folder)
    await this.sweep()
  }

  /** The lock goes with the folder. */
  private async open(): Promise<void> {
    if (fs.existsSync(this.folder)) return
    await fs.promises.mkdir(this.folder, { recursive: true })
    await acquireRunLock(this.folder)
  }

  private async sweep(): Promise<void> {
    const names = await fs.promises.readdir(this.trash).catch(() => [])
    for (const name of names) {
      const folder = join(this.trash, name)
      if (folder !== this.folder && !(await hasLivingHost(folder))) await remove(folder)
    }
    // Another host's folder keeps it.
    await fs.promises.rmdir(this.trash).catch(() => undefined)
  }
}

const remove = (folder: string): Promise<void> =>
  onDisk('empty the trash', folder, () => fs.promises.rm(folder, { recursive: true, force: true }))

async function hasLivingHost(folder: string): Promise<boolean> {
  if ((await readLock(folder)) !== undefined) return true
  // Between making its folder and locking it, a host is known by the folder's name alone.
  const pid = /^host-(\d+)-/.exec(basename(folder))?.[1]
  const locked = fs.existsSync(join(folder, lockName))
  return pid !== undefined && !locked && (await isAlive(Number(pid)))
}
