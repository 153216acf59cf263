import { basename, dirname, join } from 'node:path'
import { problemError, StudioError } from '../../../../contract/errors'
import { errnoOf } from '../../../disk/errno'
import { publishDirectory, writeFileSynced } from '../../../storage/files/atomic'
import type { ArchiveContent } from '../known/known-set'
import { BadArchive } from './bad-archive'
import { tarMembers } from './tar'
import { zipMembers } from './zip'

const readers = { zip: zipMembers, 'tar.gz': tarMembers }

/**
 * Unpacks some files of an archive into a new folder, which appears when it is complete. Only the
 * files that are named are written, under their own names, so no path in the archive can lead
 * elsewhere.
 *
 * @param archive path of the archive
 * @param folder path of the new folder; its parent exists
 * @throws StudioError `data` if the archive is damaged, lacks a file, or has more content than
 *   expected; `storage`; the signal's reason if aborted
 */
export async function unpack(
  archive: string,
  { format, entries, maxBytes }: ArchiveContent,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Set(entries)
  try {
    await publishDirectory(dirname(folder), basename(folder), async (dir) => {
      let room = maxBytes
      for await (const { path, bytes, content } of readers[format](archive, wanted)) {
        signal.throwIfAborted()
        room -= bytes
        if (room < 0) throw new BadArchive('its content is longer than expected')
        wanted.delete(path)
        const name = path.slice(path.lastIndexOf('/') + 1)
        await writeFileSynced(join(dir, name), exactly(bytes, content, signal))
        if (wanted.size === 0) break
      }
      const [missing] = wanted
      if (missing === undefined) return
      throw problemError('data', 'archiveLacks', { name: missing }, { where: archive })
    })
  } catch (error) {
    signal.throwIfAborted()
    throw asArchiveError(error, archive)
  }
}

async function* exactly(
  bytes: number,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let left = bytes
  for await (const chunk of content) {
    signal.throwIfAborted()
    left -= chunk.length
    if (left < 0) throw new BadArchive('an entry is longer than its size')
    yield chunk
  }
  if (left > 0) throw new BadArchive('an entry ends early')
}

/** Errors that the system has not reported come from the content. */
function asArchiveError(error: unknown, archive: string): unknown {
  const cause = error instanceof StudioError ? error.cause : error
  if (cause instanceof StudioError || !(cause instanceof Error)) return error
  if (/^E[A-Z0-9]+$/.test(errnoOf(cause) ?? '')) return error
  return problemError('data', 'archiveDamaged', { why: cause.message }, { where: archive, cause })
}
