import type fs from 'node:fs'
import { metrics } from '../../../contract/metrics/metrics'
import { newestMetrics } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import { onDisk } from '../files/disk-errors'
import { scanMetrics } from './metrics-lines'
import { openMetrics } from './metrics-reading'

/** Bytes read first; enough for a few lines. */
const TAIL_BYTES = 4096
/** How many bytes to search back for evaluation metrics: about 2,000 steps. */
const MAX_BYTES = 64 * TAIL_BYTES

/**
 * Reads the last complete line of a metrics log, with the latest evaluation metrics from recent
 * lines before it, without reading the whole file. Null if there is no complete line.
 *
 * @param most the last step to consider
 * @throws StudioError `storage`
 */
export async function lastMetrics(file: string, most = Infinity): Promise<Metrics | null> {
  return onDisk('read the metrics', file, async () => {
    const handle = await openMetrics(file)
    if (handle === undefined) return null
    try {
      return await searchBack(handle, most)
    } finally {
      await handle.close()
    }
  })
}

/** Reads a growing tail of the file until all metrics are found or the limit is reached. */
async function searchBack(handle: fs.promises.FileHandle, most: number): Promise<Metrics | null> {
  const wanted = metrics.filter(({ cadence }) => cadence === 'evaluation')
  const { size } = await handle.stat()
  for (let bytes = TAIL_BYTES; ; bytes *= 8) {
    const text = await readTail(handle, Math.min(size, bytes), size)
    // A line without a line break is still being written. A line cut off at the start of the tail
    // is skipped as damaged.
    const { points } = scanMetrics(text.slice(0, text.lastIndexOf('\n') + 1))
    const newest = newestMetrics(
      null,
      points.filter(({ step }) => step <= most),
    )
    const complete = newest !== null && wanted.every(({ key }) => Object.hasOwn(newest, key))
    if (complete || bytes >= Math.min(size, MAX_BYTES)) return newest
  }
}

async function readTail(
  handle: fs.promises.FileHandle,
  length: number,
  size: number,
): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
  return buffer.toString('utf8', 0, bytesRead)
}
