import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { asNotice, problemError, StudioError } from '../../../../contract/errors'
import type { Notice } from '../../../../contract/notices'
import { unlessMissing } from '../../../disk/errno'
import { openGuarded } from '../../../disk/guarded'
import { writeFileSynced } from '../../../storage/files/atomic'
import { onDisk } from '../../../storage/files/disk-errors'
import { rename, syncDirectory } from '../../../storage/files/durable'
import { withTemporary } from '../../../storage/files/temporaries'
import { checksumFault, mostBytes } from './checksum'
import type { KnownFile } from './known-set'

/** A file under one of the names that it may have. */
interface Candidate {
  path: string
  /** True for the unpacked content of a `.gz` file. */
  plain: boolean
}

const withoutGz = (name: string): string => name.replace(/\.gz$/, '')

/** The paths at which a file may be in a folder, unpacked or as published. */
const candidates = (folder: string, { name, unpacked }: KnownFile): Candidate[] => [
  { path: join(folder, name), plain: false },
  ...(unpacked === undefined ? [] : [{ path: join(folder, withoutGz(name)), plain: true }]),
]

const isThere = async ({ path }: Candidate): Promise<boolean> =>
  (await unlessMissing(stat(path))) !== undefined

/** Returns true if a folder has a file whose checksum is the published one. */
export async function hasFile(
  folder: string,
  file: KnownFile,
  signal: AbortSignal,
): Promise<boolean> {
  for (const candidate of candidates(folder, file)) {
    if (!(await isThere(candidate))) continue
    const fault = await onDisk('read the file', candidate.path, () =>
      checksumFault(candidate.path, file, signal, candidate.plain),
    ).catch(asFault)
    if (fault === undefined) return true
  }
  return false
}

/** @throws StudioError `data` if there is no file or folder at a path; `storage` */
export async function requireThere(from: string): Promise<void> {
  const found = await onDisk('read the files', from, () => unlessMissing(stat(from)))
  if (found === undefined) throw problemError('data', 'sourceMissing', {}, { where: from })
}

/**
 * Copies a file that the user has into a folder. It is the copy that is checked, so the original
 * may change afterwards.
 *
 * @param from a folder with the file, packed or unpacked; or the file itself, under any name
 * @param only true if the set has no other file, so that `from` may be the file itself
 * @throws StudioError `data` if there is no such file, or it is not the published one; `storage`
 */
export async function takeFile(
  from: string,
  file: KnownFile,
  folder: string,
  { only, names, signal }: { only: boolean; names: string; signal: AbortSignal },
): Promise<void> {
  await requireThere(from)
  const found = await foundIn(from, file, only)
  if (found.length === 0) {
    throw problemError('data', 'knownFileMissing', { name: file.name, names }, { where: from })
  }
  let why: Notice | undefined
  for (const candidate of found) {
    const name = candidate.plain ? withoutGz(file.name) : file.name
    why = await copyIfPublished(candidate, file, join(folder, name), signal).catch(asFault)
    if (why === undefined) return
  }
  const where = found.at(-1)?.path ?? from
  if (why !== undefined) throw problemError('data', 'knownFileOther', { why }, { where })
}

/** Returns why a file cannot be used, since another with the same content may be usable. */
function asFault(error: unknown): Notice {
  if (!(error instanceof StudioError) || error.code !== 'data') throw error
  const { where: _same, ...why } = asNotice(error, { remedy: false })
  return why
}

async function foundIn(from: string, file: KnownFile, only: boolean): Promise<Candidate[]> {
  const isFolder = await onDisk('read the files', from, async () =>
    (await unlessMissing(stat(from)))?.isDirectory(),
  )
  if (isFolder === undefined) return []
  if (!isFolder && only) return [{ path: from, plain: false }]
  const all = candidates(isFolder ? from : dirname(from), file)
  const there = await Promise.all(all.map(isThere))
  return all.filter((_, i) => there[i])
}

function copyIfPublished(
  { path, plain }: Candidate,
  file: KnownFile,
  target: string,
  signal: AbortSignal,
): Promise<Notice | undefined> {
  return onDisk('copy the file', path, () =>
    withTemporary(dirname(target), basename(target), async (temporary) => {
      const guard = { maxBytes: mostBytes(file), code: 'data' } as const
      const { handle } = await openGuarded(path, guard)
      await pipeline(
        handle.createReadStream({ end: guard.maxBytes }),
        (content: AsyncIterable<Buffer>) => writeFileSynced(temporary, content),
        { signal },
      )
      const fault = await checksumFault(temporary, file, signal, plain)
      if (fault !== undefined) return fault
      await rename(temporary, target)
      await syncDirectory(dirname(target))
      return undefined
    }),
  )
}
