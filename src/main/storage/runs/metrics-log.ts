import type fs from 'node:fs'
import { basename } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Metrics } from '../../../contract/metrics/record'
import { openOrCreateGuarded } from '../../disk/guarded'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { LOG_GUARD } from '../files/open-file'
import { describeGaps, metricsLine } from './metrics-lines'
import { linesUpTo, summariseLog } from './metrics-reading'

interface OpenedMetricsLog {
  log: MetricsLog
  /** Number of lines removed: damaged ones, and those after the kept step. */
  dropped: number
  /** A warning for the user about damaged or missing lines. */
  warning: Notice | undefined
}

/** The metrics log of the run that this process is training. */
export class MetricsLog {
  /** Lines since the last sync; after a failure they are all written again. */
  private unsynced: string[] = []
  /** How many of `unsynced` are in the file, though perhaps not on disk yet. */
  private written = 0
  /** Length of the complete lines in bytes; anything beyond is torn. */
  private length: number
  /** Length known to be on disk in bytes. */
  private syncedLength: number
  private mayBeTorn = false
  private last: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly file: string,
    private readonly handle: fs.promises.FileHandle,
    length: number,
  ) {
    this.length = length
    this.syncedLength = length
  }

  /**
   * Opens the log to continue after a step, creating it if necessary. Lines of later steps and
   * damaged ones are removed from the file.
   *
   * @param beforeRepair called before damaged lines are removed, unless it is only an incomplete
   *   last one: whatever they were, training may not repeat them
   * @throws StudioError `storage`
   */
  static async open(
    file: string,
    keepThroughStep: number,
    beforeRepair: () => Promise<void> = () => Promise.resolve(),
  ): Promise<OpenedMetricsLog> {
    const found = await summariseLog(file, keepThroughStep)
    const { dropped, keptBytes: length } = found
    if (found.badLines > (found.torn ? 1 : 0)) await beforeRepair()
    return onDisk('open the metrics log', file, async () => {
      if (!found.inPlace) await writeFileAtomic(file, linesUpTo(file, keepThroughStep))
      const { handle } = await openOrCreateGuarded(file, LOG_GUARD)
      try {
        await handle.truncate(length)
        await handle.sync()
      } catch (error) {
        await handle.close()
        throw error
      }
      const log = new MetricsLog(file, handle, length)
      return { log, dropped, warning: describeGaps(found, keepThroughStep) }
    })
  }

  /**
   * Queues a point for the next flush.
   *
   * @throws StudioError `training` if a value is not finite, which JSON cannot represent
   */
  append(metrics: Metrics): void {
    for (const [name, value] of Object.entries(metrics)) {
      if (Number.isFinite(value)) continue
      const given = { name, value: String(value), step: metrics.step }
      throw problemError('training', 'metricNotFinite', given, { where: basename(this.file) })
    }
    this.unsynced.push(metricsLine(metrics))
  }

  /**
   * Writes the queued points. After a failure nothing is lost: the next flush writes them again.
   *
   * @param sync whether to sync to disk, as before a checkpoint
   * @throws StudioError `storage`
   */
  async flush({ sync }: { sync: boolean }): Promise<void> {
    const flush = this.last
      .catch(() => undefined)
      .then(() => onDisk('write the metrics', this.file, () => this.write(sync)))
    this.last = flush
    await flush
  }

  private async write(sync: boolean): Promise<void> {
    try {
      if (this.mayBeTorn) await this.handle.truncate(this.length)
      const until = this.unsynced.length
      const data = Buffer.from(this.unsynced.slice(this.written, until).join(''))
      this.mayBeTorn = true
      await writeFully(this.handle, data, this.length)
      this.length += data.length
      this.written = until
      if (sync) await this.sync()
      this.mayBeTorn = false
    } catch (error) {
      // After a failed sync, even earlier writes may never reach the disk.
      this.length = this.syncedLength
      this.written = 0
      throw error
    }
  }

  private async sync(): Promise<void> {
    await this.handle.sync()
    this.syncedLength = this.length
    this.unsynced = this.unsynced.slice(this.written)
    this.written = 0
  }

  /** Flushes, syncs and closes the file; closes it even if that fails. */
  async close(): Promise<void> {
    try {
      await this.flush({ sync: true })
    } finally {
      await this.handle.close()
    }
  }
}

async function writeFully(
  handle: fs.promises.FileHandle,
  data: Uint8Array,
  position: number,
): Promise<void> {
  let done = 0
  while (done < data.length) {
    const { bytesWritten } = await handle.write(data, done, data.length - done, position + done)
    done += bytesWritten
  }
}
