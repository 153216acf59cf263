import fs from 'node:fs'
import path from 'node:path'
import { problemError } from '../../contract/errors'
import { errnoOf, onDisk } from '../storage/files/disk-errors'
import { withTemporary } from '../storage/files/temporaries'

/*
 * Checks of output paths, made before any work. Paths are passed as typed, to name them in errors
 * as the user knows them.
 */

/**
 * Checks that a PNG can be written.
 *
 * @param typed path of the PNG
 * @throws StudioError `usage` for another extension than .png, or an existing path that is not a
 *   file; `storage` if its folder is missing or not writable
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
 * Checks that a folder is empty or missing, and can be written to.
 *
 * @param typed path of the folder
 * @throws StudioError `usage` for a folder that is not empty; `storage` for a file, or a folder
 *   that cannot be created or written to
 */
export async function refuseUsedOrUnwritable(typed: string): Promise<void> {
  await refuseUnwritableFolder(typed)
  const entries = await fs.promises.readdir(typed).catch(() => [])
  if (entries.length > 0) throw problemError('usage', 'folderInUse', {}, { where: typed })
}

/**
 * Checks that a folder, existing or not, can be written to.
 *
 * @param typed path of the folder
 * @throws StudioError `storage` for a file, or a folder that cannot be created or written to
 */
export async function refuseUnwritableFolder(typed: string): Promise<void> {
  const folder = await nearestFolder(path.resolve(typed), typed)
  await refuseUnwritable(folder, typed)
}

/** The folder itself, or the nearest existing parent. */
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
 * Checks by writing a file: permissions do not reveal read-only disks, quotas or kernel file
 * systems.
 */
const refuseUnwritable = (folder: string, typed: string): Promise<void> =>
  onDisk('write to this location', typed, () =>
    withTemporary(folder, 'check', async (temporary) => {
      try {
        await fs.promises.writeFile(temporary, '', { flag: 'wx' })
      } catch (error) {
        // The folder exists, so the file system does not accept files, as in /proc.
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
