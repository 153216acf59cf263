import type fs from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Metrics } from '../../../contract/metrics/record'
import { onDisk } from '../../storage/files/disk-errors'
import { scanMetrics } from '../../storage/runs/metrics-lines'
import { openMetrics, portionsOf } from '../../storage/runs/metrics-reading'
import { MetricsColumns } from './metrics-columns'

/** Runs whose metrics stay in memory. */
const MOST_RUNS = 8
/** Parsed at a stretch: a few milliseconds. */
const PORTION_BYTES = 1 << 17

interface Entry {
  columns: MetricsColumns
  /** Bytes of the file that were read: whole lines. */
  offset: number
  /** The last of them, by which a file is known again. */
  lastLine: Buffer
  /** Reads of one run follow each other. */
  queue: Promise<unknown>
}

const freshEntry = (): Entry => ({
  columns: new MetricsColumns(),
  offset: 0,
  lastLine: Buffer.alloc(0),
  queue: Promise.resolve(),
})

/** Metrics logs in memory: each is read once, and then only what was added. */
export class MetricsCache {
  /** By file, the one used last at the end. */
  private readonly entries = new Map<string, Entry>()

  /**
   * @param newest points that may not have reached the file
   * @throws StudioError `storage`
   */
  async read(file: string, newest: readonly Metrics[] = []): Promise<MetricsColumns> {
    const entry = this.entries.get(file) ?? freshEntry()
    this.entries.delete(file)
    this.entries.set(file, entry)
    for (const oldest of [...this.entries.keys()].slice(0, -MOST_RUNS)) this.entries.delete(oldest)
    const reading = entry.queue
      .catch(() => undefined)
      .then(() => onDisk('read the metrics', file, () => catchUp(entry, file)))
    entry.queue = reading
    await reading
    entry.columns.append(newest)
    return entry.columns
  }

  /** Must be called when lines were removed: a session resumed from an earlier step, or died. */
  forget(file: string): void {
    this.entries.delete(file)
  }
}

/** Reads what was added since; all of it where the file is not the one that was read. */
async function catchUp(entry: Entry, file: string): Promise<void> {
  const handle = await openMetrics(file)
  if (handle === undefined) return reset(entry)
  try {
    const { size } = await handle.stat()
    if (!(await goesOn(entry, handle, size))) reset(entry)
    for await (const { bytes, end } of portionsOf(handle, entry.offset, PORTION_BYTES)) {
      // A line without its end is being written, or torn.
      if (bytes.at(-1) !== 0x0a) return
      take(entry, bytes, end)
      await nextTurn()
    }
  } finally {
    await handle.close()
  }
}

function take(entry: Entry, lines: Buffer, end: number): void {
  entry.columns.append(scanMetrics(lines.toString('utf8')).points)
  entry.offset = end
  entry.lastLine = Buffer.from(lines.subarray(lines.lastIndexOf(0x0a, -2) + 1))
}

function reset(entry: Entry): void {
  entry.columns = new MetricsColumns()
  entry.offset = 0
  entry.lastLine = Buffer.alloc(0)
}

async function goesOn(
  { offset, lastLine }: Entry,
  handle: fs.promises.FileHandle,
  size: number,
): Promise<boolean> {
  if (size < offset) return false
  const there = Buffer.alloc(lastLine.length)
  await handle.read(there, 0, there.length, offset - lastLine.length)
  return there.equals(lastLine)
}
