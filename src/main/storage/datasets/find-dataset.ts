import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { parseName } from '../../sources/idx/file-names'
import { findSets } from '../../sources/idx/find-set'
import { listed } from '../../sources/shortened'
import { documentFile } from './paths'
import { wasRemoved } from './removed'
import { readPrepared } from './read-document'

/** The most data sets that an error lists. */
const MAX_LISTED = 20

/** The folder of a data set. */
export interface DatasetFolder {
  name: string
  /** Absolute path. */
  path: string
  /** The images file, if that was given rather than a folder; `path` is then the same. */
  images?: string
  /** True if it is bundled with the studio, false for a user's own folder. */
  bundled: boolean
}

/**
 * Finds the folder of a data set, or the file of its images.
 *
 * @param nameOrPath a folder's name in one of `datasetsDirs`, a path to a folder, a name in a
 *   different letter case, the name that a prepared data set was given, or a path to an images
 *   file, absolute or in one of `datasetsDirs`; tried in this order
 * @param datasetsDirs folders searched for named data sets; the first contains those bundled with
 *   the studio
 * @throws StudioError `data` if there is no such folder or file, several data sets were given this
 *   name, or it is a removed data set's and leads to nothing else that can be trained on
 */
export async function findFolder(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<DatasetFolder> {
  const isName = basename(nameOrPath) === nameOrPath && !['', '.', '..'].includes(nameOrPath)
  const named = isName ? datasetsDirs.map((dir) => resolve(dir, nameOrPath)) : []
  for (const path of named) if (await isFolder(path)) return describeFolder(path, datasetsDirs)
  const here = resolve(nameOrPath)
  if (await isFolder(here)) {
    // The pictures of a removed data set may be in a folder of its name.
    if (isName && !(await isTrainable(here))) await refuseRemoved(nameOrPath, datasetsDirs)
    return describeFolder(here, datasetsDirs)
  }
  const inDirs = await Promise.all(
    datasetsDirs.map(async (dir) => (await folderNames(dir)).map((name) => ({ dir, name }))),
  )
  const known = inDirs.flat()
  const alike = known.filter(({ name }) => name.toLowerCase() === nameOrPath.toLowerCase())
  const [only] = alike
  if (isName && only !== undefined && alike.length === 1) {
    return describeFolder(resolve(only.dir, only.name), datasetsDirs)
  }
  // Another data set's title may be the same, but this name was given to the removed one first.
  if (isName) await refuseRemoved(nameOrPath, datasetsDirs)
  const called = await folderCalled(nameOrPath, known)
  if (called !== undefined) return describeFolder(called, datasetsDirs)
  const isBelow = !isName && !nameOrPath.split(/[\\/]/).includes('..')
  const below = isBelow ? datasetsDirs.map((dir) => resolve(dir, nameOrPath)) : []
  for (const path of [...below, resolve(nameOrPath)]) {
    if (await isFile(path)) return describeFile(path)
  }
  throw await unknownDataset(nameOrPath, datasetsDirs)
}

async function refuseRemoved(name: string, datasetsDirs: readonly string[]): Promise<void> {
  for (const dir of datasetsDirs) {
    if (await wasRemoved(dir, name)) throw problemError('data', 'datasetRemoved', { name })
  }
}

/** The error for a name or path that leads to no data set. */
export async function unknownDataset(
  name: string,
  datasetsDirs: readonly string[],
): Promise<StudioError> {
  const known = (await Promise.all(datasetsDirs.map(folderNames))).flat()
  return problemError('data', 'datasetUnknown', { name, known: listed(known, MAX_LISTED) })
}

/**
 * The name or path that a run should store for a data set: the same as given, except that a title,
 * which can change, is replaced by the name of the folder.
 *
 * @throws StudioError `data` as {@link findFolder}
 */
export async function lastingName(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<string> {
  const { name, path } = await findFolder(nameOrPath, datasetsDirs)
  const places = [resolve(nameOrPath), ...datasetsDirs.map((dir) => resolve(dir, nameOrPath))]
  if (places.includes(path)) return nameOrPath
  // A folder of the same name in an earlier directory would be found first.
  return (await findFolder(name, datasetsDirs)).path === path ? name : path
}

/** The folder of the prepared data set with this shown name; undefined if there is none. */
async function folderCalled(
  name: string,
  known: readonly { dir: string; name: string }[],
): Promise<string | undefined> {
  const paths = known.map((folder) => resolve(folder.dir, folder.name))
  // A document that cannot be read has no name to be found by.
  const read = await Promise.all(paths.map((path) => readPrepared(path).catch(() => undefined)))
  const found = read.filter((prepared) => prepared?.document.name === name)
  if (found.length < 2) return found[0]?.path
  const folders = found.flatMap((prepared) => (prepared ? [basename(prepared.path)] : []))
  throw problemError('data', 'datasetNameAmbiguous', { name, folders: listed(folders, MAX_LISTED) })
}

function describeFolder(path: string, datasetsDirs: readonly string[]): DatasetFolder {
  const [bundledDir] = datasetsDirs
  const bundled = bundledDir !== undefined && dirname(path) === resolve(bundledDir)
  return { name: basename(path), path, bundled }
}

function describeFile(path: string): DatasetFolder {
  const named = parseName(basename(path))
  const ofFolder = named === undefined ? basename(path) : basename(dirname(path))
  return { name: named?.prefix || ofFolder, path, images: path, bundled: false }
}

/** The names of the visible folders in `dir`, sorted; empty if it cannot be read. */
export async function folderNames(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => [])
  const visible = names.filter((name) => !name.startsWith('.')).sort()
  const folders = await Promise.all(visible.map((name) => isFolder(join(dir, name))))
  return visible.filter((_, i) => folders[i])
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

/** True if a folder has a prepared data set or IDX files. */
const isTrainable = async (path: string): Promise<boolean> =>
  (await isFile(documentFile(path))) ||
  findSets(path, 'train').then(
    () => true,
    () => false,
  )

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
