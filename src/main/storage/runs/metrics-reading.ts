import type fs from 'node:fs'
import { readFrom } from '../../disk/guarded'
import { onDisk } from '../files/disk-errors'
import { openIfPresent } from '../files/open-file'
import { MetricsScan, MAX_LINE } from './metrics-lines'

/*
 * A metrics log may be of any length: it is read in portions of whole lines, so that memory holds
 * one of them at a time.
 */

const PORTION_BYTES = 1 << 20
/** UTF-8 needs at most 3 bytes per UTF-16 unit, so a longer line exceeds MAX_LINE. */
const MAX_LINE_BYTES = 3 * MAX_LINE
/** Placeholder for a line that is too long, without its line feed. */
const TOO_LONG = Buffer.from('?')
const LINE_FEED = 0x0a

/** Complete lines of a log; only the last line of the file may lack its line feed. */
interface Portion {
  /** Offset of the lines in the file. */
  at: number
  /** Offset of the next portion. */
  end: number
  bytes: Buffer
}

/** A regular file of any size. */
const GUARD = { maxBytes: Infinity, code: 'checkpoint' } as const

/** Opens a metrics log; undefined if there is none. @throws StudioError `checkpoint` */
export const openMetrics = (file: string): Promise<fs.promises.FileHandle | undefined> =>
  openIfPresent(file, GUARD)

/** Reads all bytes of a file in portions. */
export async function* bytesOf(handle: fs.promises.FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const bytes = await readFrom(handle, PORTION_BYTES, at)
    if (bytes.length === 0) return
    yield bytes
    at += bytes.length
  }
}

/** Reads the lines from an offset to the end of the file, with a placeholder for those too long. */
export async function* portionsOf(
  handle: fs.promises.FileHandle,
  from = 0,
  portionBytes = PORTION_BYTES,
): AsyncGenerator<Portion> {
  let at = from
  let tooLong = false
  for (;;) {
    const bytes = await readFrom(handle, Math.max(portionBytes, MAX_LINE_BYTES), at)
    if (bytes.length === 0) break
    const firstEnd = bytes.indexOf(LINE_FEED) + 1
    if (tooLong && firstEnd === 0) {
      at += bytes.length
      continue
    }
    if (tooLong) {
      yield { at, end: at + firstEnd, bytes: Buffer.concat([TOO_LONG, Buffer.from('\n')]) }
      at += firstEnd
      tooLong = false
      continue
    }
    const end = bytes.lastIndexOf(LINE_FEED) + 1
    if (end > 0) {
      yield { at, end: at + end, bytes: bytes.subarray(0, end) }
      at += end
    } else if (bytes.length < MAX_LINE_BYTES) {
      // The last line: nothing follows, or it would have been read.
      yield { at, end: at + bytes.length, bytes }
      return
    } else {
      tooLong = true
      at += bytes.length
    }
  }
  if (tooLong) yield { at, end: at, bytes: TOO_LONG }
}

/** The content of a log, as a session that continues after a step needs it. */
export interface LogSummary {
  /** Number of valid lines up to the step, which are kept. */
  kept: number
  /** Their length in bytes. */
  keptBytes: number
  /** True if the kept lines are the beginning of the file, so that truncating it is enough. */
  inPlace: boolean
  /** Number of lines of later steps and damaged lines. */
  dropped: number
  badLines: number
  /** See `ScannedMetrics`. */
  torn: boolean
}

/** @throws StudioError `storage`, `checkpoint` if it is no regular file */
export async function summariseLog(file: string, step: number): Promise<LogSummary> {
  const scan = new MetricsScan()
  const found = { kept: 0, keptBytes: 0, inPlace: true, dropped: 0 }
  for await (const { at, bytes } of portionsIn(file)) {
    const { points, lines } = scan.take(bytes.toString('utf8'))
    const count = countUpTo(points, step)
    const kept = Buffer.from(lines.slice(0, count).join(''))
    const follows = at === found.keptBytes && bytes.subarray(0, kept.length).equals(kept)
    if (count > 0 && !follows) found.inPlace = false
    found.kept += count
    found.keptBytes += kept.length
    found.dropped += points.length - count
  }
  const { badLines, torn } = scan
  return { ...found, dropped: found.dropped + badLines, badLines, torn }
}

/** The good lines up to a step, in portions. @throws as {@link summariseLog} */
export async function* linesUpTo(file: string, step: number): AsyncGenerator<Buffer> {
  const scan = new MetricsScan()
  for await (const { bytes } of portionsIn(file)) {
    const { points, lines } = scan.take(bytes.toString('utf8'))
    const count = countUpTo(points, step)
    yield Buffer.from(lines.slice(0, count).join(''))
    if (count < points.length) return
  }
}

/** Steps rise. */
function countUpTo(points: readonly { step: number }[], step: number): number {
  const after = points.findIndex((point) => point.step > step)
  return after < 0 ? points.length : after
}

/** Reads a whole log; nothing if there is no file. */
async function* portionsIn(file: string): AsyncGenerator<Portion> {
  const read = <T>(work: () => Promise<T>): Promise<T> => onDisk('read the metrics', file, work)
  const handle = await read(() => openMetrics(file))
  if (handle === undefined) return
  try {
    const portions = portionsOf(handle)
    for (;;) {
      const next = await read(() => portions.next())
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await handle.close()
  }
}
