import { posix } from 'node:path'
import { PICTURE_EXTENSIONS } from '../../../contract/datasets/file-names'

/** Roles of a file in a folder of pictures, as far as its name tells. */
export type NameKind = 'picture' | 'unknown' | 'archive' | 'other'

const ARCHIVES = new Set('zip tar gz tgz bz2 xz zst 7z rar'.split(' '))
/** Folders and files that systems leave behind. */
const LITTER = new Set([
  '__macosx',
  '.ds_store',
  '.directory',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  'thumbs.db',
  'desktop.ini',
  '@eadir',
  '$recycle.bin',
  'system volume information',
  'lost+found',
])

/** True for hidden files and folders, and what systems leave behind. */
export const isLitter = (name: string): boolean => name.startsWith('.') || isSystemLitter(name)

/** True for what systems leave behind, which is not worth a note. */
export const isSystemLitter = (name: string): boolean =>
  name.startsWith('._') || LITTER.has(name.toLowerCase())

/** @returns `unknown` for names without an extension, whose first bytes have to tell */
export function kindOfName(name: string): NameKind {
  const extension = extensionOf(name)
  if (PICTURE_EXTENSIONS.has(extension)) return 'picture'
  if (ARCHIVES.has(extension)) return 'archive'
  return extension === '' ? 'unknown' : 'other'
}

/** The extension in lower case, without its dot. */
export const extensionOf = (name: string): string => posix.extname(name).slice(1).toLowerCase()

export const withoutExtension = (path: string): string =>
  path.slice(0, path.length - posix.extname(path).length)

/** The order of names: by UTF-16 code units, which is the same on every system. */
export const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
