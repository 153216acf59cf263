import fs from 'node:fs'
import { dirname, resolve } from 'node:path'
import { problemError } from '../../contract/errors'
import { errnoOf } from './errno'

/**
 * Creates a folder and any missing parents, if it does not exist. Replaces Node's recursive
 * `mkdir`, which never returns where an existing folder answers ENOENT, as in /proc, and reports a
 * read-only disk as a missing folder.
 *
 * @throws StudioError `storage` if a file or a dangling link is in the way, or the parent accepts
 *   no folders; otherwise the system's error, such as EROFS
 */
export async function makeDirectory(path: string): Promise<void> {
  for (const folder of await missingFolders(resolve(path))) await makeOne(folder)
}

/**
 * Creates a folder in an existing one, if it does not exist. Creates no parents: a deleted run's
 * folder must not reappear.
 */
export async function makeSubfolder(path: string): Promise<void> {
  try {
    await fs.promises.mkdir(path)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}

/** The missing folders, topmost first. */
async function missingFolders(path: string): Promise<string[]> {
  const missing: string[] = []
  for (let folder = path; ; folder = dirname(folder)) {
    if (await folderExists(folder)) return missing
    missing.unshift(folder)
    // Even the root is missing: the drive is not connected.
    if (dirname(folder) === folder) return missing
  }
}

/** Returns true if the folder exists, false if nothing is there; throws if anything else is. */
async function folderExists(path: string): Promise<boolean> {
  try {
    if ((await fs.promises.stat(path)).isDirectory()) return true
  } catch (error) {
    // A parent is a file; the loop reports it when it gets there.
    if (errnoOf(error) === 'ENOTDIR') return false
    if (errnoOf(error) !== 'ENOENT') throw error
    if (!(await isLink(path))) return false
    throw problemError('storage', 'linkLeadsNowhere', {}, { where: path })
  }
  throw problemError('storage', 'fileInTheWay', {}, { where: path })
}

const isLink = (path: string): Promise<boolean> =>
  fs.promises.lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )

async function makeOne(folder: string): Promise<void> {
  try {
    await fs.promises.mkdir(folder)
  } catch (error) {
    const errno = errnoOf(error)
    // Another caller created it in the meantime.
    if (errno === 'EEXIST' && (await folderExists(folder))) return
    if (errno !== 'ENOENT') throw error
    throw problemError('storage', 'placeTakesNothing', {}, { where: folder, cause: error })
  }
}
