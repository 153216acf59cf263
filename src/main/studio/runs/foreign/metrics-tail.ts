import type fs from 'node:fs'
import type { Metrics } from '../../../../contract/metrics/record'
import { onDisk } from '../../../storage/files/disk-errors'
import { MetricsScan } from '../../../storage/runs/metrics-lines'
import { openMetrics, portionsOf } from '../../../storage/runs/metrics-reading'

const LINE_FEED = 0x0a
/** Longer than any line that this program writes. */
const LAST_BYTES = 4096

/** Reads what is appended to a metrics log. */
export class MetricsTail {
  /** Offset of the next line; undefined before the first read. */
  private offset: number | undefined

  constructor(private readonly file: string) {}

  /**
   * Returns the points of the lines completed since the last read. The first read of an existing
   * log, and one of a log that became shorter, return none.
   *
   * @throws StudioError `storage`
   */
  read(): Promise<Metrics[]> {
    return onDisk('read the metrics', this.file, async () => {
      const handle = await openMetrics(this.file)
      if (handle === undefined) {
        this.offset = 0
        return []
      }
      try {
        return await this.readNew(handle)
      } finally {
        await handle.close()
      }
    })
  }

  private async readNew(handle: fs.promises.FileHandle): Promise<Metrics[]> {
    const { size } = await handle.stat()
    if (this.offset === undefined || size < this.offset) {
      this.offset = await endOfLines(handle, size)
      return []
    }
    const scan = new MetricsScan()
    const points: Metrics[] = []
    for await (const { bytes, end } of portionsOf(handle, this.offset)) {
      if (bytes.at(-1) !== LINE_FEED) break
      points.push(...scan.take(bytes.toString('utf8')).map(({ point }) => point))
      this.offset = end
    }
    return [...points, ...scan.finish().map(({ point }) => point)]
  }
}

/** Offset after the last complete line; an incomplete one is still being written. */
async function endOfLines(handle: fs.promises.FileHandle, size: number): Promise<number> {
  const length = Math.min(size, LAST_BYTES)
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
  const end = buffer.lastIndexOf(LINE_FEED) + 1
  return end === 0 ? size : size - length + end
}
