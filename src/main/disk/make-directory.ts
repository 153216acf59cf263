import fs from 'node:fs'
import { dirname, resolve } from 'node:path'
import { problemError } from '../../contract/errors'
import { errnoOf } from './errno'

/**
 * Makes a folder with those above it that are missing; one that is there already is fine. Walks
 * itself, since Node's own walk never ends where a folder that exists says that it does not when
 * another is made in it, as those of /proc do, and takes a read-only disk for a missing folder.
 *
 * @throws StudioError `storage` if a file or a link that leads nowhere is in the way, or the place
 *   takes no folders; else the system's own error, such as EROFS
 */
export async function makeDirectory(path: string): Promise<void> {
  for (const folder of await missingUpTo(resolve(path))) await makeOne(folder)
}

/** The folders that are missing, the topmost first. Each turn is one level higher, so it ends. */
async function missingUpTo(path: string): Promise<string[]> {
  const missing: string[] = []
  for (let folder = path; ; folder = dirname(folder)) {
    if (await isThere(folder)) return missing
    missing.unshift(folder)
    // Not even the root is there: a drive that is not connected.
    if (dirname(folder) === folder) return missing
  }
}

/** Whether there is a folder; false if nothing is. */
async function isThere(path: string): Promise<boolean> {
  try {
    if ((await fs.promises.stat(path)).isDirectory()) return true
  } catch (error) {
    // Below a file: the walk up names the file.
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
    // Somebody else made it meanwhile.
    if (errno === 'EEXIST' && (await isThere(folder))) return
    if (errno !== 'ENOENT') throw error
    throw problemError('storage', 'placeTakesNothing', {}, { where: folder, cause: error })
  }
}
