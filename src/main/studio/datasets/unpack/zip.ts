import { fromFdPromise } from 'yauzl'
import { openGuarded } from '../../../disk/guarded'
import { BadArchive } from './bad-archive'
import type { Member } from './member'

/** More entries than in any published archive of IDX files. */
const MAX_ENTRIES = 10_000

/**
 * Yields the wanted files of a zip archive.
 *
 * @throws Error if the archive is damaged
 */
export async function* zipMembers(
  archive: string,
  wanted: ReadonlySet<string>,
): AsyncGenerator<Member> {
  const { handle } = await openGuarded(archive, { maxBytes: Infinity, code: 'data' })
  try {
    const zip = await fromFdPromise(handle.fd, { autoClose: false })
    if (zip.entryCount > MAX_ENTRIES) throw new BadArchive(`${zip.entryCount} entries`)
    for await (const entry of zip.eachEntry()) {
      if (!wanted.has(entry.fileName)) continue
      if (!entry.canDecodeFileData()) throw new BadArchive(`${entry.fileName} is encrypted`)
      const content = await zip.openReadStreamPromise(entry)
      try {
        yield { path: entry.fileName, bytes: entry.uncompressedSize, content }
      } finally {
        content.destroy()
      }
    }
  } finally {
    await handle.close()
  }
}
