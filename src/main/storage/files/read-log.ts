import { onDisk } from './disk-errors'
import { LOG_GUARD, openIfPresent } from './open-file'

/**
 * Reads a log of lines, or its end if it is implausibly large; empty if there is no file.
 *
 * @param doing as for {@link onDisk}
 * @throws StudioError `storage`, `checkpoint` if it is not a regular file
 */
export async function readLogText(
  file: string,
  { doing, maxBytes }: { doing: string; maxBytes: number },
): Promise<string> {
  return onDisk(doing, file, async () => {
    const handle = await openIfPresent(file, LOG_GUARD)
    if (handle === undefined) return ''
    try {
      const { size } = await handle.stat()
      const length = Math.min(size, maxBytes)
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(length),
        0,
        length,
        size - length,
      )
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  })
}
