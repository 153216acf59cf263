/** A file or folder that was dropped. */
export interface Dropped {
  file: File
  /** The folder, whose files can be listed; undefined for a file. */
  folder: FileSystemDirectoryEntry | undefined
}

/**
 * Returns the files and folders of a drop; an empty list if it has none, such as for dropped text. To
 * be called while the drop is handled, since the browser forgets them afterwards.
 */
export function droppedFiles(transfer: DataTransfer | null): Dropped[] {
  return [...(transfer?.items ?? [])]
    .filter(({ kind }) => kind === 'file')
    .flatMap((item) => {
      const file = item.getAsFile()
      const entry = item.webkitGetAsEntry()
      const folder = entry !== null && isFolder(entry) ? entry : undefined
      return file === null ? [] : [{ file, folder }]
    })
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
