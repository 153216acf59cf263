import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { problemError } from '../../../contract/errors'
import { unlessMissing } from '../../disk/errno'
import { onDisk } from '../files/disk-errors'
import { rename, syncDirectory } from '../files/durable'

/** Least number of days for which a removed data set can be restored. */
const KEEP_DAYS = 30
const DAY_MS = 86_400_000
/** Its name is a folder's: an entry comes from outside and must not lead elsewhere. */
const ENTRY = /^\.removed-(\d{13})-([^/\\\0]+)$/

/**
 * Removed data sets: folders `.removed-<milliseconds>-<name>` beside the others, so that removing
 * and restoring are single renames on the same disk. They are deleted after 30 days.
 */
export class RemovedDatasets {
  constructor(private readonly datasetsDir: string) {
    void this.sweep().catch(() => undefined)
  }

  /** @returns the entry of the data set @throws StudioError `storage` */
  async put(name: string): Promise<string> {
    const path = join(this.datasetsDir, name)
    return onDisk('remove the data set', path, async () => {
      for (let time = Date.now(); ; time++) {
        const target = join(this.datasetsDir, `.removed-${String(time).padStart(13, '0')}-${name}`)
        if (existsSync(target)) continue
        await rename(path, target)
        await syncDirectory(this.datasetsDir)
        return basename(target)
      }
    })
  }

  /**
   * @returns the data set's name
   * @throws StudioError `usage` if it is not there, or another has its name; `storage`
   */
  async restore(entry: string): Promise<string> {
    const name = ENTRY.exec(entry)?.[2]
    const removed = join(this.datasetsDir, entry)
    if (name === undefined || !existsSync(removed)) {
      throw problemError('usage', 'removedUnknown', {})
    }
    const target = join(this.datasetsDir, name)
    if (existsSync(target)) throw problemError('usage', 'restoreTaken', { name })
    await onDisk('restore the data set', target, async () => {
      await rename(removed, target)
      await syncDirectory(this.datasetsDir)
    })
    return name
  }

  private async sweep(): Promise<void> {
    const names = (await unlessMissing(readdir(this.datasetsDir))) ?? []
    for (const name of names) {
      const time = ENTRY.exec(name)?.[1]
      if (time === undefined || Date.now() - Number(time) < KEEP_DAYS * DAY_MS) continue
      await rm(join(this.datasetsDir, name), { recursive: true, force: true })
    }
  }
}
