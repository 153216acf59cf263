import fs from 'node:fs'
import path from 'node:path'
import { problemError } from '../../contract/errors'
import { errnoOf, onDisk } from '../storage/files/disk-errors'
import { withTemporary } from '../storage/files/temporaries'

/*
 * Where a command is to write, checked before any work: as it was typed, so that the error names
 * what the person knows.
 */

/**
 * @param typed the PNG that is to be written
 * @throws StudioError `usage` for a name that no PNG should have, or of something else than a file;
 * `storage` where its folder is missing or cannot be written
 */
export async function refuseUnusableImage(typed: string): Promise<void> {
  const { ext, name } = path.parse(typed)
  if (ext !== '' && ext.toLowerCase() !== '.png') {
    const given = { extension: ext, instead: `${name}.png` }
    throw problemError('usage', 'outputNotPng', given, { where: typed })
  }
  const found = await statOf(typed)
  if (found?.isDirectory()) throw problemError('usage', 'outputIsFolder', {}, { where: typed })
  if (found !== undefined && !found.isFile()) {
    throw problemError('usage', 'outputNotAFile', {}, { where: typed })
  }
  const folder = path.dirname(path.resolve(typed))
  if ((await statOf(folder)) === undefined) {
    throw problemError('storage', 'outputFolderMissing', { folder }, { where: typed })
  }
  await refuseUnwritable(folder, typed)
}

/**
 * @param typed the folder that images are to be written into; it need not exist
 * @throws StudioError `usage` for a file, or a folder with anything in it; `storage` where it
 * cannot be written or made
 */
export async function refuseUsedOrUnwritable(typed: string): Promise<void> {
  await refuseUnwritableFolder(typed)
  const entries = await fs.promises.readdir(typed).catch(() => [])
  if (entries.length > 0) throw problemError('usage', 'folderInUse', {}, { where: typed })
}

/**
 * @param typed a folder that is to be written into; it need not exist
 * @throws StudioError `storage` for a file, and where it cannot be written or made
 */
export async function refuseUnwritableFolder(typed: string): Promise<void> {
  const folder = await nearestFolder(path.resolve(typed), typed)
  await refuseUnwritable(folder, typed)
}

/** The folder itself, or the one above it in which it would be made. */
async function nearestFolder(folder: string, typed: string): Promise<string> {
  const found = await statOf(folder)
  if (found?.isDirectory()) return folder
  if (found !== undefined) {
    throw problemError('storage', 'outputIsFile', { file: folder }, { where: typed })
  }
  const parent = path.dirname(folder)
  return parent === folder ? folder : nearestFolder(parent, typed)
}

/**
 * Tested by writing a file: permissions do not reveal read-only disks, quotas or kernel file
 * systems.
 */
const refuseUnwritable = (folder: string, typed: string): Promise<void> =>
  onDisk('write to this location', typed, () =>
    withTemporary(folder, 'check', async (temporary) => {
      try {
        await fs.promises.writeFile(temporary, '', { flag: 'wx' })
      } catch (error) {
        // The folder is there, so it is the file system that has no place for files, as /proc.
        if (errnoOf(error) !== 'ENOENT') throw error
        throw problemError('storage', 'placeTakesNothing', {}, { where: typed, cause: error })
      }
    }),
  )

async function statOf(file: string): Promise<fs.Stats | undefined> {
  return onDisk('check the path', file, async () => {
    try {
      return await fs.promises.stat(file)
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return undefined
      throw error
    }
  })
}
