import fs from 'node:fs'
import { problemError } from '../../contract/errors'
import type { ErrorCode, StudioError } from '../../contract/errors'
import type { FileKind } from '../../contract/problems/disk'
import { errnoOf } from './errno'

/*
 * All files that others may have created are opened here. Opening a pipe blocks forever, in one of
 * the few threads that all I/O shares, and a device may never end. So a file is checked before it
 * is opened, opened in non-blocking mode, and checked again, as it may have been replaced.
 */

/** Requirements that a file must meet to be read. */
export interface Guard {
  /** The largest accepted size in bytes. */
  maxBytes: number
  /** Code of the error if it is not a regular file, or too large; `storage` by default. */
  code?: ErrorCode
}

interface GuardedFile {
  handle: fs.promises.FileHandle
  stats: fs.Stats
}

const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0, O_DIRECTORY = 0 } = fs.constants
const NON_BLOCKING = O_NONBLOCK | O_NOCTTY
/**
 * Bytes to read past the reported size: a file may be growing, or its size unknown to the system.
 */
const PROBE_BYTES = 1 << 16
/** The most bytes that the system reads in one call. */
const LONGEST_READ = 1 << 30

/**
 * Opens a file for reading. The caller closes it.
 *
 * @throws StudioError with the guard's code if it is not a regular file, is too large, or its links
 *   form a loop; otherwise the system's error, such as ENOENT
 */
export async function openGuarded(path: string, guard: Guard): Promise<GuardedFile> {
  return inspected(path, guard, () => fs.promises.open(path, O_RDONLY | NON_BLOCKING))
}

/**
 * Opens a file for reading and writing, creating it if missing; otherwise like {@link openGuarded}.
 */
export async function openOrCreateGuarded(path: string, guard: Guard): Promise<GuardedFile> {
  const { O_RDWR, O_CREAT } = fs.constants
  return inspected(path, guard, () => fs.promises.open(path, O_RDWR | O_CREAT | NON_BLOCKING), true)
}

/** Opens a file for appending, creating it if missing; never follows a link. */
export async function openToAppend(path: string): Promise<fs.promises.FileHandle> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = fs.constants
  const flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | NON_BLOCKING
  const open = () => fs.promises.open(path, flags)
  return (await inspected(path, { maxBytes: Infinity }, open, true)).handle
}

async function inspected(
  path: string,
  guard: Guard,
  open: () => Promise<fs.promises.FileHandle>,
  mayBeMissing = false,
): Promise<GuardedFile> {
  try {
    const seen = await fs.promises.stat(path).catch((error: unknown) => {
      if (mayBeMissing && errnoOf(error) === 'ENOENT') return undefined
      throw error
    })
    if (seen !== undefined) check(path, seen, guard)
    const handle = await open()
    try {
      const stats = await handle.stat()
      check(path, stats, guard)
      return { handle, stats }
    } catch (error) {
      await handle.close()
      throw error
    }
  } catch (error) {
    throw withLoopNamed(error, path, guard)
  }
}

/**
 * Reads a whole file.
 *
 * @returns a buffer not shared with any pool
 * @throws as {@link openGuarded}
 */
export async function readGuarded(path: string, guard: Guard): Promise<Buffer> {
  const file = await openGuarded(path, guard)
  try {
    return await readOpened(file, path, guard)
  } finally {
    await file.handle.close()
  }
}

/**
 * Reads the beginning of a file that was listed as a regular one, in few calls: for thousands of
 * small files. The file is inspected after it was read, so its stats are those of what was read.
 *
 * @param want number of bytes; fewer are returned if the file ends before
 * @throws StudioError with the guard's code if it is not a regular file any more, or is too large;
 *   otherwise the system's error
 */
export async function readListedGuarded(
  path: string,
  want: number,
  guard: Guard,
): Promise<{ bytes: Buffer; stats: fs.Stats }> {
  refuseLarger(want, path, guard)
  const handle = await fs.promises.open(path, O_RDONLY | NON_BLOCKING)
  try {
    const bytes = await readFrom(handle, want, 0).catch(async (error: unknown) => {
      check(path, await handle.stat(), guard)
      throw error
    })
    const stats = await handle.stat()
    check(path, stats, guard)
    return { bytes, stats }
  } finally {
    await handle.close()
  }
}

/** Reads a whole file as UTF-8; errors as for {@link readGuarded}. */
export async function readTextGuarded(path: string, guard: Guard): Promise<string> {
  return (await readGuarded(path, guard)).toString('utf8')
}

/** Synchronous {@link readTextGuarded}, for the few small files that a process needs to start. */
export function readTextGuardedSync(path: string, guard: Guard): string {
  try {
    check(path, fs.statSync(path), guard)
    const file = fs.openSync(path, O_RDONLY | NON_BLOCKING)
    try {
      check(path, fs.fstatSync(file), guard)
      return readAllSync(file, path, guard)
    } finally {
      fs.closeSync(file)
    }
  } catch (error) {
    throw withLoopNamed(error, path, guard)
  }
}

/** Opens a new file for writing. */
export const createNew = (path: string, mode?: number): Promise<fs.promises.FileHandle> =>
  fs.promises.open(path, 'wx', mode)

/** Opens a new file for writing and reading. */
export const createScratch = (path: string): Promise<fs.promises.FileHandle> =>
  fs.promises.open(path, 'wx+')

/** Opens a file that this program created for reading and writing. */
export const openExisting = (path: string): Promise<fs.promises.FileHandle> =>
  fs.promises.open(path, fs.constants.O_RDWR | NON_BLOCKING)

/** Opens a folder to sync it to disk. */
export const openFolder = (path: string): Promise<fs.promises.FileHandle> =>
  fs.promises.open(path, O_RDONLY | O_DIRECTORY)

/** Reads all of a file opened by {@link openGuarded}, from its start. */
export async function readOpened(
  { handle, stats: { size } }: GuardedFile,
  path: string,
  guard: Guard,
): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for (let want = size; ; want = PROBE_BYTES) {
    const part = await readFrom(handle, want, length)
    parts.push(part)
    length += part.length
    if (length > guard.maxBytes) throw tooLarge(path, length, guard)
    if (part.length < want) break
  }
  const [whole, ...rest] = parts.filter((part) => part.length > 0)
  if (whole === undefined) return Buffer.alloc(0)
  return rest.length === 0 ? whole : Buffer.concat([whole, ...rest], length)
}

/** Reads `want` bytes from `position`, or fewer if the file ends before. */
export async function readFrom(
  handle: fs.promises.FileHandle,
  want: number,
  position: number,
): Promise<Buffer> {
  // For such a position, Node would silently read from the current position of the file.
  if (!Number.isSafeInteger(position)) return Buffer.alloc(0)
  const buffer = Buffer.allocUnsafeSlow(want)
  let filled = 0
  while (filled < want) {
    const length = Math.min(want - filled, LONGEST_READ)
    const { bytesRead } = await handle.read(buffer, filled, length, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled === want ? buffer : buffer.subarray(0, filled)
}

function readAllSync(file: number, path: string, guard: Guard): string {
  const parts: Buffer[] = []
  let length = 0
  for (;;) {
    const part = Buffer.alloc(PROBE_BYTES)
    const read = fs.readSync(file, part, 0, part.length, null)
    if (read === 0) return Buffer.concat(parts, length).toString('utf8')
    parts.push(part.subarray(0, read))
    length += read
    if (length > guard.maxBytes) throw tooLarge(path, length, guard)
  }
}

function check(path: string, stats: fs.Stats, guard: Guard): void {
  if (!stats.isFile()) {
    throw problemError(codeOf(guard), 'notARegularFile', { kind: kindOf(stats) }, { where: path })
  }
  refuseLarger(stats.size, path, guard)
}

/** @throws StudioError with the guard's code, if a file of this size is larger than it allows */
export function refuseLarger(bytes: number, path: string, guard: Guard): void {
  if (bytes > guard.maxBytes) throw tooLarge(path, bytes, guard)
}

function kindOf(stats: fs.Stats): FileKind {
  if (stats.isDirectory()) return 'folder'
  if (stats.isFIFO()) return 'pipe'
  return stats.isSocket() ? 'socket' : 'device'
}

const codeOf = ({ code = 'storage' }: Guard): ErrorCode => code

function tooLarge(path: string, bytes: number, guard: Guard): StudioError {
  const given = { bytes, most: guard.maxBytes }
  return problemError(codeOf(guard), 'fileImplausiblyLarge', given, { where: path })
}

function withLoopNamed(error: unknown, path: string, guard: Guard): unknown {
  if (errnoOf(error) !== 'ELOOP') return error
  return problemError(codeOf(guard), 'linkLoop', {}, { where: path, cause: error })
}
