import { isArrayName, PICTURE_EXTENSIONS } from '../../contract/datasets/file-names'
import { problemError } from '../../contract/errors'
import type { StudioError } from '../../contract/errors'
import { checked, isHidden } from './folder-files'
import type { ChosenFolder, OnFound } from './folder-files'
import type { FolderFile } from './folder-zip'

/* Files and folders that a user chose together in a browser, which are sent as one folder. */

/** A file or folder that was chosen or dropped. */
export interface ChosenItem {
  file: File
  /** Its files; undefined for a file. */
  folder?: ChosenFolder | undefined
}

/** Picture files, by extension; the file dialog offers the same ones. */
const PICTURE = /\.(png|jpe?g|webp|gif|bmp)$/i

/** The name of what was chosen together. */
const TOGETHER = 'pictures'

/**
 * Pictures and folders that were chosen together, as one folder: the pictures at its top and each
 * folder under its own name, so that folders become classes. Hidden files are left out.
 *
 * @throws StudioError `usage` naming the first file that is not a picture
 */
export function asOneFolder(items: readonly ChosenItem[]): ChosenFolder {
  const given = items.filter(({ file, folder }) => folder !== undefined || !isHidden(file.name))
  const [first] = given
  if (first === undefined) throw problemError('usage', 'uploadFolderEmpty', {})
  const other = given.find(({ file, folder }) => folder === undefined && !PICTURE.test(file.name))
  if (other !== undefined) {
    throw problemError('usage', 'uploadSeveral', {}, { where: other.file.name })
  }
  const name = given.length === 1 ? (first.folder?.name ?? withoutEnding(first.file)) : TOGETHER
  return { name, files: (signal, onFound) => filesOf(given, name, signal, onFound) }
}

/** A single picture as a folder; undefined if the file is not a picture. */
export const asPicture = (file: File): ChosenFolder | undefined =>
  PICTURE.test(file.name) ? asOneFolder([{ file }]) : undefined

const withoutEnding = ({ name }: File): string => name.slice(0, name.lastIndexOf('.')) || TOGETHER

async function filesOf(
  items: readonly ChosenItem[],
  name: string,
  signal: AbortSignal,
  onFound: OnFound,
): Promise<FolderFile[]> {
  const found: FolderFile[] = []
  const names = new Set<string>()
  for (const [i, { file, folder }] of items.entries()) {
    const before = found.length
    if (folder === undefined) {
      // Pictures from different folders, such as search results, may have the same name.
      found.push({ path: names.has(file.name) ? `${i}-${file.name}` : file.name, file })
      names.add(file.name)
    } else {
      const below = await folder.files(signal, (count) => onFound(before + count))
      for (const one of below) found.push({ ...one, path: `${folder.name}/${one.path}` })
    }
    onFound(found.length)
  }
  return checked(found, name)
}

/**
 * Refuses a folder without pictures before it is sent: only pictures can be used of what is uploaded
 * as a folder. Names decide; a file without an extension may be a picture.
 *
 * @throws StudioError `usage`
 */
export function requirePictures(files: readonly FolderFile[], where: string): void {
  const names = files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  if (names.some(mayBePicture)) return
  const arrays = names.find(isArrayName)
  throw arrays === undefined ? withoutPictures(names[0] ?? '', where) : byPath(arrays, where)
}

function mayBePicture(name: string): boolean {
  const dot = name.lastIndexOf('.')
  if (dot > 0) return PICTURE_EXTENSIONS.has(name.slice(dot + 1).toLowerCase())
  return !isArrayName(name)
}

const withoutPictures = (name: string, where: string): StudioError =>
  problemError('usage', 'uploadWithoutPictures', { name }, { where })
const byPath = (name: string, where: string): StudioError =>
  problemError('usage', 'uploadByPath', { name }, { where })
