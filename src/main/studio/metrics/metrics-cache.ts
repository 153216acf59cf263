import type fs from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Metrics } from '../../../contract/metrics/record'
import { onDisk } from '../../storage/files/disk-errors'
import { MetricsScan } from '../../storage/runs/metrics-lines'
import type { MetricsLine } from '../../storage/runs/metrics-lines'
import { openMetrics, portionsOf } from '../../storage/runs/metrics-reading'
import { MetricsColumns } from './metrics-columns'

/**
 * Maximum number of runs whose metrics stay in memory: those being compared, and as many others in
 * the list of runs. A run of 46,900 steps takes about 2 MB.
 */
const MAX_RUNS = 24
/** Bytes parsed without yielding, which takes a few milliseconds. */
const CHUNK_BYTES = 1 << 17

interface Entry {
  columns: MetricsColumns
  scan: MetricsScan
  /** Bytes read so far, always complete lines. */
  offset: number
  /** The last line read, used to recognise the file. */
  lastLine: Buffer
  /** Serialises reads of one run. */
  queue: Promise<unknown>
}

const freshEntry = (): Entry => ({
  columns: new MetricsColumns(),
  scan: new MetricsScan(),
  offset: 0,
  lastLine: Buffer.alloc(0),
  queue: Promise.resolve(),
})

/** Caches metrics logs: each is read completely once, and then only its new lines. */
export class MetricsCache {
  /** By file; the most recently used is last. */
  private readonly entries = new Map<string, Entry>()

  /**
   * @param newest points that may not have reached the file
   * @throws StudioError `storage`
   */
  async read(file: string, newest: readonly Metrics[] = []): Promise<MetricsColumns> {
    const entry = this.entries.get(file) ?? freshEntry()
    this.entries.delete(file)
    this.entries.set(file, entry)
    for (const oldest of [...this.entries.keys()].slice(0, -MAX_RUNS)) this.entries.delete(oldest)
    const reading = entry.queue
      .catch(() => undefined)
      .then(() => onDisk('read the metrics', file, () => readNewLines(entry, file)))
    entry.queue = reading
    await reading
    entry.columns.append(newest)
    return entry.columns
  }

  /**
   * Must be called when lines may have been removed, as when a session resumes from an earlier step
   * or dies.
   */
  forget(file: string): void {
    this.entries.delete(file)
  }
}

/** Reads new lines, or the whole file if it is not the one read before. */
async function readNewLines(entry: Entry, file: string): Promise<void> {
  const handle = await openMetrics(file)
  if (handle === undefined) return reset(entry)
  try {
    const { size } = await handle.stat()
    if (!(await isSameFile(entry, handle, size))) reset(entry)
    for await (const { bytes, end } of portionsOf(handle, entry.offset, CHUNK_BYTES)) {
      // A line without a line break is incomplete or still being written.
      if (bytes.at(-1) !== 0x0a) break
      appendLines(entry, bytes, end)
      await nextTurn()
    }
    append(entry, entry.scan.finish())
  } finally {
    await handle.close()
  }
}

const append = ({ columns }: Entry, lines: readonly MetricsLine[]): void =>
  columns.append(lines.map(({ point }) => point))

function appendLines(entry: Entry, lines: Buffer, end: number): void {
  append(entry, entry.scan.take(lines.toString('utf8')))
  entry.offset = end
  entry.lastLine = Buffer.from(lines.subarray(lines.lastIndexOf(0x0a, -2) + 1))
}

function reset(entry: Entry): void {
  entry.columns = new MetricsColumns()
  entry.scan = new MetricsScan()
  entry.offset = 0
  entry.lastLine = Buffer.alloc(0)
}

async function isSameFile(
  { offset, lastLine }: Entry,
  handle: fs.promises.FileHandle,
  size: number,
): Promise<boolean> {
  if (size < offset) return false
  const found = Buffer.alloc(lastLine.length)
  await handle.read(found, 0, found.length, offset - lastLine.length)
  return found.equals(lastLine)
}
