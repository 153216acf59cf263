import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bytesText } from '../../../../contract/bytes'
import { problemError, StudioError } from '../../../../contract/errors'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import { makeDirectory } from '../../../disk/make-directory'
import { onDisk } from '../../../storage/files/disk-errors'
import { sweepTemporaries } from '../../../storage/files/atomic'
import { withDocumentLock } from '../../../storage/locks/lock'
import { freeDisk } from '../../estimates/needs/free-disk'
import { downloadFile } from '../download/download-file'
import type { Network } from '../download/network'
import { removePart } from '../download/part-file'
import { unpack } from '../unpack/unpack'
import { checksumFault } from './checksum'
import { bytesOf } from './known-set'
import type { KnownFile, KnownSet } from './known-set'
import { hasFile, takeFile } from './local-files'

export interface Obtaining {
  set: KnownSet
  /** Other known sets, whose files the user may have given by mistake. */
  others?: readonly KnownSet[]
  /** The folder of all downloads. */
  downloads: string
  /** The place where the user has the files, to download nothing; see {@link takeFile}. */
  from?: string | undefined
  network: Network
  signal: AbortSignal
  /** Called with the bytes of the set's files that are there. */
  onProgress: (bytes: number) => void
}

/** The file whose lock a process holds while it changes the files of a folder of downloads. */
export const downloadLock = (folder: string): string => join(folder, 'download')

/**
 * Obtains the files of a known data set, each with its published checksum, and unpacks them. Files
 * that are there already are used again.
 *
 * @returns the path to import
 * @throws StudioError `data` if a file is not available or not the published one; `storage`, also
 *   if another process is downloading the set; the signal's reason if aborted
 */
export async function obtain(given: Obtaining): Promise<string> {
  const { set, downloads } = given
  const folder = join(downloads, set.folder)
  const ready = join(folder, set.archive === undefined ? '' : set.key)
  await onDisk('make the folder of the download', folder, () => makeDirectory(folder))
  return withDocumentLock(
    downloadLock(folder),
    async () => {
      // An unpacked folder appears only when it is complete.
      if (set.archive !== undefined && existsSync(ready)) return ready
      await sweepTemporaries(folder, 0)
      await refuseSmallDisk(given, folder)
      await obtainFiles(given, folder)
      const [archive] = set.files
      if (set.archive !== undefined && archive !== undefined) {
        await unpack(join(folder, archive.name), set.archive, ready, given.signal)
      }
      return ready
    },
    0,
  )
}

async function obtainFiles(given: Obtaining, folder: string): Promise<void> {
  const { set, signal, onProgress } = given
  let before = 0
  for (const file of set.files) {
    signal.throwIfAborted()
    const report = (bytes: number) => onProgress(before + bytes)
    report(0)
    if (!(await hasFile(folder, file, signal))) await obtainFile(given, file, folder, report)
    before += file.bytes
    onProgress(before)
  }
}

async function obtainFile(
  given: Obtaining,
  file: KnownFile,
  folder: string,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const { from, network, signal } = given
  if (from !== undefined) return takeOrName(given, from, file, folder)
  const { mirrors, bytes, name } = file
  const target = join(folder, name)
  const faultOf = (path: string) => checksumFault(path, file, signal)
  const download = { mirrors, bytes, target, faultOf, signal, onProgress }
  const reasons = await downloadFile(download, network)
  if (reasons === undefined) return
  const failed = { name, why: summaryOf(reasons) }
  throw problemError('data', 'downloadFailed', failed, { details: reasons })
}

/** Copies a file that the user has; if it belongs to another known set, the error names that set. */
async function takeOrName(
  { set, others = [], signal }: Obtaining,
  from: string,
  file: KnownFile,
  folder: string,
): Promise<void> {
  const names = set.files.map(({ name }) => name).join(', ')
  try {
    await takeFile(from, file, folder, { only: set.files.length === 1, names, signal })
  } catch (error) {
    if (!(error instanceof StudioError) || error.problem?.code !== 'knownFileOther') throw error
    for (const { title, files } of others) {
      const [first] = files
      if (first === undefined || !(await hasFile(from, first, signal))) continue
      const given = { title: set.title, actual: title }
      throw problemError('data', 'knownFilesOfOther', given, { where: from })
    }
    throw error
  }
}

const OFFLINE: readonly unknown[] = ['mirrorUnreachable', 'mirrorSilent']
const OTHER: readonly unknown[] = [
  ...['mirrorWebPage', 'mirrorOtherSize', 'mirrorTooLong', 'otherChecksum'],
]

/** Says in one sentence why no mirror has a file. */
function summaryOf(reasons: readonly Notice[]): Notice {
  // Servers that answered tell more than those that did not.
  const answers = reasons.filter(({ problem }) => !OFFLINE.includes(problem?.code))
  const every = (is: (reason: Notice) => boolean): boolean => answers.every(is)
  if (answers.length === 0) return notice('downloadOffline', {})
  if (every(({ problem }) => OTHER.includes(problem?.code))) return notice('downloadOther', {})
  if (every(isGone)) return notice('downloadNowhere', {})
  return notice('downloadUnserved', {})
}

const isGone = ({ problem }: Notice): boolean =>
  problem?.code === 'mirrorRefuses' && ['404', '410'].includes(String(problem.given['status']))

/** @throws StudioError `storage` if the files do not fit on the disk */
async function refuseSmallDisk({ set }: Obtaining, folder: string): Promise<void> {
  const paths = set.files.flatMap(({ name }) => [name, `${name}.part`])
  const there = paths.reduce((sum, name) => sum + sizeOf(join(folder, name)), 0)
  const needed = Math.max(0, bytesOf(set) - there) + (set.archive?.maxBytes ?? 0)
  const free = await freeDisk(folder)
  if (free === null || free >= needed) return
  const given = { required: bytesText(needed), available: bytesText(free) }
  throw problemError('storage', 'downloadDiskTooSmall', given, { where: folder })
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Removes what unfinished downloads of a set have left; complete files stay. */
export async function removeUnfinished(set: KnownSet, downloads: string): Promise<void> {
  const folder = join(downloads, set.folder)
  for (const { name } of set.files) await removePart(join(folder, name))
}
