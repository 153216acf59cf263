import { stat, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { problemError } from '../../../contract/errors'
import { errnoOf, unlessMissing } from '../../disk/errno'
import { createNew, openExisting } from '../../disk/guarded'
import { onDisk } from '../files/disk-errors'
import { writeAll } from './names-writer'
import { labelsName, shardName } from './paths'

/** Shards have at most this many bytes, and at least one image. */
const SHARD_BYTES = 64 * 2 ** 20
/** Bytes collected before they are written. */
const BUFFER_BYTES = 2 ** 20

export interface PartShape {
  /** Bytes of one image. */
  imageBytes: number
  labelled: boolean
  /** Largest size of a shard. */
  shardBytes?: number
}

/** Appends images to the shards of one part of a data set, and labels to its labels file. */
export class PartWriter {
  private readonly perShard: number
  private readonly buffer: Uint8Array
  private pending = 0
  private labels: number[] = []
  /** The shard being written. */
  private shard: { index: number; handle: FileHandle } | undefined
  private labelsFile: FileHandle | undefined

  private constructor(
    private readonly dir: string,
    private readonly part: string,
    private readonly shape: PartShape,
    private written: number,
  ) {
    const { shardBytes = SHARD_BYTES } = shape
    this.perShard = Math.max(1, Math.floor(shardBytes / shape.imageBytes))
    const atOnce = Math.max(1, Math.floor(BUFFER_BYTES / shape.imageBytes))
    this.buffer = new Uint8Array(Math.min(atOnce, this.perShard) * shape.imageBytes)
  }

  /**
   * @param images the number of images to keep of those that are there; anything after them is cut
   *   off
   * @throws StudioError `data` if fewer are there; nothing is changed then
   */
  static async open(
    dir: string,
    part: string,
    shape: PartShape,
    images: number,
  ): Promise<PartWriter> {
    const writer = new PartWriter(dir, part, shape, images)
    await onDisk('write the images', dir, async () => {
      await writer.requireKept()
      await writer.cutBack()
    })
    return writer
  }

  /** Number of images, including those not yet written. */
  get images(): number {
    return this.written + this.pending / this.shape.imageBytes
  }

  /** @param pixels bytes of one image */
  async append(pixels: Uint8Array, label: number | null): Promise<void> {
    this.buffer.set(pixels, this.pending)
    this.pending += pixels.length
    if (this.shape.labelled) this.labels.push(label ?? 0)
    if (this.pending === this.buffer.length) await this.flush()
  }

  /** Writes everything to disk and waits until it is there. */
  async sync(): Promise<void> {
    await this.flush()
    await onDisk('write the images', this.dir, async () => {
      await this.shard?.handle.sync()
      await this.labelsFile?.sync()
    })
  }

  async close(): Promise<void> {
    await this.shard?.handle.close()
    await this.labelsFile?.close()
    this.shard = undefined
    this.labelsFile = undefined
  }

  /** The shards, after {@link sync}. */
  shards(): { file: string; images: number }[] {
    const count = Math.ceil(this.written / this.perShard)
    return Array.from({ length: count }, (_, i) => ({
      file: shardName(this.part, i),
      images: Math.min(this.perShard, this.written - i * this.perShard),
    }))
  }

  private async flush(): Promise<void> {
    await onDisk('write the images', this.dir, async () => {
      const { imageBytes } = this.shape
      for (let from = 0; from < this.pending;) {
        const index = Math.floor(this.written / this.perShard)
        const handle = await this.shardHandle(index)
        const room = (index + 1) * this.perShard - this.written
        const bytes = Math.min(this.pending - from, room * imageBytes)
        const position = (this.written - index * this.perShard) * imageBytes
        await writeAll(handle, this.buffer.subarray(from, from + bytes), position)
        from += bytes
        this.written += bytes / imageBytes
      }
      this.pending = 0
      await this.flushLabels()
    })
  }

  private async flushLabels(): Promise<void> {
    if (this.labels.length === 0) return
    const bytes = Buffer.alloc(this.labels.length * 2)
    this.labels.forEach((label, i) => bytes.writeUInt16LE(label, i * 2))
    this.labelsFile ??= await openOrCreate(join(this.dir, labelsName(this.part)))
    await writeAll(this.labelsFile, bytes, (this.written - this.labels.length) * 2)
    this.labels = []
  }

  private async shardHandle(index: number): Promise<FileHandle> {
    if (this.shard?.index === index) return this.shard.handle
    await this.shard?.handle.sync()
    await this.shard?.handle.close()
    const handle = await openOrCreate(join(this.dir, shardName(this.part, index)))
    this.shard = { index, handle }
    return handle
  }

  /** Truncating a file to more than its length would pad it with black images. */
  private async requireKept(): Promise<void> {
    const { imageBytes, labelled } = this.shape
    const files = this.shards().map(({ file, images }) => ({ file, expected: images * imageBytes }))
    if (labelled && this.written > 0) {
      files.push({ file: labelsName(this.part), expected: 2 * this.written })
    }
    for (const { file, expected } of files) {
      const where = join(this.dir, file)
      const bytes = (await unlessMissing(stat(where)))?.size ?? 0
      if (bytes >= expected) continue
      throw problemError('data', 'importFileShort', { file, bytes, expected }, { where })
    }
  }

  /** Removes what an interrupted import wrote after its last report. */
  private async cutBack(): Promise<void> {
    const index = Math.floor(this.written / this.perShard)
    const rest = this.written - index * this.perShard
    if (rest > 0) await (await this.shardHandle(index)).truncate(rest * this.shape.imageBytes)
    for (let later = index + (rest > 0 ? 1 : 0); ; later++) {
      const removed = unlink(join(this.dir, shardName(this.part, later))).then(() => true)
      if ((await unlessMissing(removed)) === undefined) break
    }
    const labels = join(this.dir, labelsName(this.part))
    if (this.written === 0) return void (await unlessMissing(unlink(labels)))
    if (!this.shape.labelled) return
    this.labelsFile = await openOrCreate(labels)
    await this.labelsFile.truncate(this.written * 2)
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await createNew(path)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    return openExisting(path)
  }
}
