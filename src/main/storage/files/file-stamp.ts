import fs from 'node:fs'

/** Returns a string that changes whenever the file or folder does; `none` if it cannot be read. */
export async function fileStamp(path: string): Promise<string> {
  return fs.promises.stat(path, { bigint: true }).then(
    ({ ino, size, mtimeNs }) => `${ino}:${size}:${mtimeNs}`,
    () => 'none',
  )
}
