import fs from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { problemError } from '../../contract/errors'
import { onDisk } from '../storage/disk-errors'
import { rename, syncDirectory } from '../storage/durable'
import { runsDirectory } from '../storage/paths'

/** Where deleted runs wait until the host ends, `<root>/trash/<id>`; each comes and goes by one rename. */
export class Trash {
  private readonly folder: string
  private readonly runs: string
  /** What an earlier host left is gone when this settles. */
  private readonly ready: Promise<void>

  constructor(root: string) {
    this.folder = join(resolve(root), 'trash')
    this.runs = runsDirectory(resolve(root))
    this.ready = this.empty().catch(() => undefined)
  }

  /** @throws StudioError `storage`; the run is then where it was */
  async put(dir: string): Promise<void> {
    await this.ready
    const place = join(this.folder, basename(dir))
    await onDisk('move the run to the trash', dir, async () => {
      await fs.promises.mkdir(this.folder, { recursive: true })
      await rename(dir, place)
      await syncDirectory(this.runs)
    })
  }

  /**
   * @returns the run's folder
   * @throws StudioError `usage` when the run is not in the trash, `storage`
   */
  async restore(id: string): Promise<string> {
    await this.ready
    const place = join(this.folder, id)
    const dir = join(this.runs, id)
    if (!fs.existsSync(place) || fs.existsSync(dir)) {
      throw problemError('usage', 'notInTrash', { id })
    }
    await onDisk('restore the run', dir, async () => {
      await rename(place, dir)
      await syncDirectory(this.runs)
    })
    return dir
  }

  /** @throws StudioError `storage` */
  async empty(): Promise<void> {
    await onDisk('empty the trash', this.folder, () =>
      fs.promises.rm(this.folder, { recursive: true, force: true }),
    )
  }
}
