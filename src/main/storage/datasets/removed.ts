import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { REMOVED_DAYS } from '../../../contract/datasets/removed'
import type { RemovedDataset } from '../../../contract/datasets/removed'
import { problemError } from '../../../contract/errors'
import { errnoOf, unlessMissing } from '../../disk/errno'
import { onDisk } from '../files/disk-errors'
import { rename, renameToFree, syncDirectory } from '../files/durable'
import { readPrepared } from './read-document'

const DAY_MS = 86_400_000
/** Its name is a folder's: an entry comes from outside and must not lead elsewhere. */
const ENTRY = /^\.removed-(\d{13})-([^/\\\0]+)$/

/** True if this is the name of a removed data set's folder. */
export const isRemovedEntry = (name: string): boolean => ENTRY.test(name)

/** True if a data set of this name was removed and can be restored. */
export async function wasRemoved(datasetsDir: string, name: string): Promise<boolean> {
  const entries = (await unlessMissing(readdir(datasetsDir)).catch(() => undefined)) ?? []
  return entries.some((entry) => ENTRY.exec(entry)?.[2] === name)
}

/**
 * Removed data sets: folders `.removed-<milliseconds>-<name>` beside the others, so that removing
 * and restoring are single renames on the same disk. They are deleted after 30 days.
 */
export class RemovedDatasets {
  constructor(private readonly datasetsDir: string) {
    void this.sweep().catch(() => undefined)
  }

  /**
   * @returns the entry of the data set
   * @throws StudioError `data` if it has just been removed by someone else; `storage`
   */
  async put(name: string): Promise<string> {
    const path = join(this.datasetsDir, name)
    return onDisk('remove the data set', path, async () => {
      for (let time = Date.now(); ; time++) {
        const target = join(this.datasetsDir, `.removed-${String(time).padStart(13, '0')}-${name}`)
        if (existsSync(target)) continue
        await rename(path, target).catch((error: unknown) => {
          if (existsSync(path)) throw error
          throw problemError('data', 'datasetRemoved', { name })
        })
        await syncDirectory(this.datasetsDir)
        return basename(target)
      }
    })
  }

  /**
   * The data sets that can be restored, the most recently removed first.
   *
   * @throws StudioError `storage`
   */
  async list(): Promise<RemovedDataset[]> {
    const { datasetsDir } = this
    const names = await onDisk('read the removed data sets', datasetsDir, () =>
      unlessMissing(readdir(datasetsDir)),
    )
    const found = await Promise.all((names ?? []).map((entry) => this.described(entry)))
    return found
      .filter((one) => one !== undefined)
      .sort((a, b) => b.removedAt.localeCompare(a.removedAt))
  }

  /**
   * @param wanted an entry, or the name of a removed data set: the last removed of this name
   * @returns the data set's name
   * @throws StudioError `usage` if it is not there, or another has its name; `storage`
   */
  async restore(wanted: string): Promise<string> {
    const entry = ENTRY.test(wanted) ? wanted : await this.entryOf(wanted)
    const name = ENTRY.exec(entry)?.[2]
    const removed = join(this.datasetsDir, entry)
    if (name === undefined || !existsSync(removed)) {
      throw problemError('usage', 'removedUnknown', {})
    }
    const target = join(this.datasetsDir, name)
    await onDisk('restore the data set', target, async () => {
      if (!(await restoredTo(removed, target)))
        throw problemError('usage', 'restoreTaken', { name })
      await syncDirectory(this.datasetsDir)
    })
    return name
  }

  private async entryOf(name: string): Promise<string> {
    const removed = await this.list()
    const found = removed.find((one) => one.name === name || one.title === name)
    if (found === undefined) throw problemError('usage', 'removedUnknown', {})
    return found.entry
  }

  private async described(entry: string): Promise<RemovedDataset | undefined> {
    const [, time, name] = ENTRY.exec(entry) ?? []
    if (time === undefined || name === undefined) return undefined
    const prepared = await readPrepared(join(this.datasetsDir, entry)).catch(() => undefined)
    const title = prepared?.document.name ?? name
    return { entry, name, title, removedAt: new Date(Number(time)).toISOString() }
  }

  private async sweep(): Promise<void> {
    const names = (await unlessMissing(readdir(this.datasetsDir))) ?? []
    for (const name of names) {
      const time = ENTRY.exec(name)?.[1]
      if (time === undefined || Date.now() - Number(time) < REMOVED_DAYS * DAY_MS) continue
      await rm(join(this.datasetsDir, name), { recursive: true, force: true })
    }
  }
}

async function restoredTo(removed: string, target: string): Promise<boolean> {
  try {
    return await renameToFree(removed, target)
  } catch (error) {
    // Someone else has restored or deleted it in the meantime.
    if (errnoOf(error) === 'ENOENT') throw problemError('usage', 'removedUnknown', {})
    throw error
  }
}
