/** A file or folder that was dropped. */
export interface Dropped {
  file: File
  /** The folder, whose files can be listed; undefined for a file. */
  folder: FileSystemDirectoryEntry | undefined
}

/**
 * Returns the first file or folder of a drop; undefined if there is none, as when text is dropped.
 * To be called while the drop is handled, since the browser forgets it afterwards.
 */
export function droppedFile(transfer: DataTransfer | null): Dropped | undefined {
  const item = [...(transfer?.items ?? [])].find(({ kind }) => kind === 'file')
  const file = item?.getAsFile()
  if (item === undefined || file === null || file === undefined) return undefined
  const entry = item.webkitGetAsEntry()
  return { file, folder: entry !== null && isFolder(entry) ? entry : undefined }
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
