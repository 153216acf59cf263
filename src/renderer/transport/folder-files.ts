import { problemError } from '../../contract/errors'
import type { FolderFile } from './folder-zip'

/* Folders that were chosen or dropped in a browser, and the files in them. */

/** Receives the number of files found so far. */
export type OnFound = (count: number) => void

/** A folder of the user, whose files have yet to be listed. */
export interface ChosenFolder {
  name: string
  /**
   * Lists its files, without hidden ones.
   *
   * @throws StudioError `usage` if there are none, too many, or the folder cannot be read; the
   *   signal's reason if aborted
   */
  files(signal: AbortSignal, onFound: OnFound): Promise<FolderFile[]>
}

/** The most files that are uploaded together; the list of them is kept in memory. */
export const MAX_FOLDER_FILES = 200_000
/** Files that systems leave behind under names that are not hidden. */
const LITTER = /^(thumbs\.db|desktop\.ini|__macosx|@eadir|\$recycle\.bin)$/i

/** True for hidden files and folders, and what systems leave behind. */
export const isHidden = (name: string): boolean => name.startsWith('.') || LITTER.test(name)
const isHiddenPath = (path: string): boolean => path.split('/').some(isHidden)

/** The folder of files that a file dialog returned, named and listed by their paths. */
export function chosenFolder(files: readonly File[]): ChosenFolder | undefined {
  const [first] = files
  if (first === undefined) return undefined
  const [name = ''] = first.webkitRelativePath.split('/')
  return {
    name,
    files: (_signal, onFound) => {
      const found = files
        .map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file }))
        .filter(({ path }) => !isHiddenPath(path))
      onFound(found.length)
      return Promise.resolve().then(() => checked(found, name))
    },
  }
}

/** A folder that was dropped. */
export const droppedFolder = (entry: FileSystemDirectoryEntry): ChosenFolder => ({
  name: entry.name,
  files: async (signal, onFound) => {
    const found: FolderFile[] = []
    await collect(entry, '', (file) => {
      signal.throwIfAborted()
      found.push(file)
      if (found.length > MAX_FOLDER_FILES) throw tooMany(entry.name)
      if (found.length % 100 === 0) onFound(found.length)
    })
    return checked(found, entry.name)
  },
})

async function collect(
  folder: FileSystemDirectoryEntry,
  below: string,
  add: (file: FolderFile) => void,
): Promise<void> {
  const reader = folder.createReader()
  for (;;) {
    // A browser lists a large folder in parts, the last of which is empty.
    const entries = await answered<FileSystemEntry[]>(
      below === '' ? folder.name : below,
      (resolve, reject) => reader.readEntries(resolve, reject),
    )
    if (entries.length === 0) return
    for (const entry of entries) {
      if (isHidden(entry.name)) continue
      const path = `${below}${entry.name}`
      if (isFolder(entry)) await collect(entry, `${path}/`, add)
      else if (isFile(entry)) {
        const file = await answered<File>(path, (resolve, reject) => entry.file(resolve, reject))
        add({ path, file })
      }
    }
  }
}

/** Waits for the browser's answer. @throws StudioError `usage` if it cannot read what is there */
function answered<T>(
  where: string,
  ask: (resolve: (answer: T) => void, reject: (why: unknown) => void) => void,
): Promise<T> {
  return new Promise<T>(ask).catch((cause: unknown) => {
    throw problemError('usage', 'uploadFolderUnreadable', {}, { where, cause })
  })
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const tooMany = (where: string) =>
  problemError('usage', 'uploadFolderTooMany', { most: MAX_FOLDER_FILES }, { where })

/**
 * Checks the number of files, and sorts the files by path.
 *
 * @throws StudioError `usage` if there are none or too many
 */
export function checked(files: FolderFile[], where: string): FolderFile[] {
  if (files.length === 0) throw problemError('usage', 'uploadFolderEmpty', {}, { where })
  if (files.length > MAX_FOLDER_FILES) throw tooMany(where)
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}
