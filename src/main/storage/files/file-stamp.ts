import fs from 'node:fs'

/** Returns a text that differs after a file or folder changed; the same for all that cannot be read. */
export async function fileStamp(path: string): Promise<string> {
  return fs.promises.stat(path, { bigint: true }).then(
    ({ ino, size, mtimeNs }) => `${ino}:${size}:${mtimeNs}`,
    () => 'none',
  )
}
