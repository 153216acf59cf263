/** A file or folder that was dropped. */
export interface Dropped {
  file: File
  folder: boolean
}

/** Returns the first file or folder of a drop; undefined if it has none, such as text. */
export function droppedFile(transfer: DataTransfer | null): Dropped | undefined {
  const item = [...(transfer?.items ?? [])].find(({ kind }) => kind === 'file')
  const file = item?.getAsFile()
  if (item === undefined || file === null || file === undefined) return undefined
  return { file, folder: item.webkitGetAsEntry()?.isDirectory === true }
}
