import type fs from 'node:fs'
import { readFrom } from '../../disk/guarded'
import { onDisk } from '../files/disk-errors'
import { LOG_GUARD, openIfPresent } from '../files/open-file'
import { MetricsScan, MAX_LINE } from './metrics-lines'
import type { MetricsLine } from './metrics-lines'

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

/** Opens a metrics log; undefined if there is none. @throws StudioError `checkpoint` */
export const openMetrics = (file: string): Promise<fs.promises.FileHandle | undefined> =>
  openIfPresent(file, LOG_GUARD)

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
  let fileEnd = 0
  for await (const { lines, end: portionEnd, isExact } of goodLines(file, scan)) {
    fileEnd = portionEnd
    if (!isExact) found.inPlace = false
    for (const { step: at, text, end } of lines) {
      if (at > step) found.dropped++
      else {
        found.kept++
        found.keptBytes += Buffer.byteLength(text)
        if (found.keptBytes !== end) found.inPlace = false
      }
    }
  }
  // A last line without its line feed is written again with one.
  if (found.keptBytes > fileEnd) found.inPlace = false
  const { badLines, torn } = scan
  return { ...found, dropped: found.dropped + badLines, badLines, torn }
}

/** The good lines up to a step, in portions. @throws as {@link summariseLog} */
export async function* linesUpTo(file: string, step: number): AsyncGenerator<Buffer> {
  for await (const { lines } of goodLines(file, new MetricsScan())) {
    const kept = lines.filter((line) => line.step <= step)
    yield Buffer.from(kept.map(({ text }) => text).join(''))
    if (kept.length < lines.length) return
  }
}

interface GoodLines {
  lines: MetricsLine[]
  /** Offset of what follows the portion in the file. */
  end: number
  /** False if the offsets of the lines may be wrong, since the portion is not all valid text. */
  isExact: boolean
}

async function* goodLines(file: string, scan: MetricsScan): AsyncGenerator<GoodLines> {
  let fileEnd = 0
  for await (const { at, end, bytes } of portionsIn(file)) {
    const text = bytes.toString('utf8')
    const isExact = at + Buffer.byteLength(text) === end
    yield { lines: scan.take(text, at), end, isExact }
    fileEnd = end
  }
  yield { lines: scan.finish(), end: fileEnd, isExact: true }
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
