import fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openExisting, openFolder } from '../../disk/guarded'
import { errnoOf } from './disk-errors'

/**
 * Renames, retrying on Windows, where a virus scanner or an open window may hold a file briefly.
 */
export async function rename(from: string, to: string): Promise<void> {
  const retries = process.platform === 'win32' ? 20 : 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await fs.promises.rename(from, to)
    } catch (error) {
      const transient = ['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '')
      if (!transient || attempt >= retries) throw error
      await delay(50)
    }
  }
}

/**
 * Renames to a name that must be free. A folder that another process puts there at the same time is
 * not replaced, unless it is empty.
 *
 * @returns false if the name is taken
 */
export async function renameToFree(from: string, to: string): Promise<boolean> {
  if (fs.existsSync(to)) return false
  try {
    await rename(from, to)
    return true
  } catch (error) {
    const taken = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM', 'EACCES'].includes(
      errnoOf(error) ?? '',
    )
    if (taken && fs.existsSync(to)) return false
    throw error
  }
}

/** Renames; returns false if there is nothing to rename. */
export async function renameIfPresent(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Syncs a folder and everything in it to disk. */
export async function syncTree(dir: string): Promise<void> {
  for (const entry of await fs.promises.readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else await syncFile(path)
  }
  await syncDirectory(dir)
}

async function syncFile(path: string): Promise<void> {
  // Windows only flushes files that are open for writing.
  const file = await openExisting(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Syncs a folder's entries to disk. Windows can't, and doesn't need to. */
export async function syncDirectory(dir: string): Promise<void> {
  try {
    const folder = await openFolder(dir)
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    const impossible = ['EPERM', 'EISDIR', 'EACCES'].includes(errnoOf(error) ?? '')
    if (process.platform === 'win32' && impossible) return
    throw error
  }
}
