import fs from 'node:fs'
import type { Metrics } from '../../contract/run'
import { errnoOf, onDisk } from '../storage/disk-errors'
import { scanMetrics } from '../storage/metrics-lines'

/** Enough for a few lines. */
const TAIL_BYTES = 4096

/**
 * The last whole line of a metrics log, without reading the rest; null where there is none.
 *
 * @param most leaves out later steps
 * @throws StudioError `storage`
 */
export async function lastMetrics(file: string, most = Infinity): Promise<Metrics | null> {
  const text = await onDisk('read the metrics', file, () => readTail(file))
  const end = text.lastIndexOf('\n') + 1
  // Where the tail begins in the middle of a line, that line is left out as damaged.
  return scanMetrics(text.slice(0, end)).points.findLast(({ step }) => step <= most) ?? null
}

async function readTail(file: string): Promise<string> {
  let handle: fs.promises.FileHandle
  try {
    handle = await fs.promises.open(file)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return ''
    throw error
  }
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, TAIL_BYTES)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
