import { unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetPart } from '../../../contract/datasets/document'
import { unlessMissing } from '../../disk/errno'
import { createNew, openExisting, readFrom } from '../../disk/guarded'
import { onDisk } from '../files/disk-errors'
import { endsName, namesName } from './paths'

/** The most characters of a name that are kept: its end, which tells files apart. */
const MAX_CHARACTERS = 1000
/** The most names collected before they are written. */
const MAX_PENDING = 1000
const END_BYTES = 8

/** Appends the names of the images of one part of a data set. */
export class NamesWriter {
  private names: Buffer[] = []
  private ends: bigint[] = []

  private constructor(
    private readonly files: { dir: string; names: FileHandle; ends: FileHandle },
    private readonly stored: { part: string; count: number; bytes: number },
  ) {}

  /**
   * @param images how many of the stored names to keep
   * @returns undefined if fewer are stored: an import begun by an earlier version has none
   */
  static async open(dir: string, part: string, images: number): Promise<NamesWriter | undefined> {
    return onDisk('write the names', dir, async () => {
      const paths = [namesName(part), endsName(part)].map((file) => join(dir, file))
      if (images === 0) for (const path of paths) await unlessMissing(unlink(path))
      const [names, ends] = await Promise.all(
        paths.map((path) => (images === 0 ? createNew(path) : unlessMissing(openExisting(path)))),
      )
      const last = ends && (await lastEnd(ends, images))
      if (names === undefined || ends === undefined || last === undefined) {
        await names?.close()
        await ends?.close()
        return undefined
      }
      await names.truncate(last)
      await ends.truncate(images * END_BYTES)
      return new NamesWriter({ dir, names, ends }, { part, count: images, bytes: last })
    })
  }

  async append(name: string): Promise<void> {
    const bytes = Buffer.from(name.slice(-MAX_CHARACTERS))
    this.names.push(bytes)
    const end = (this.ends.at(-1) ?? BigInt(this.stored.bytes)) + BigInt(bytes.length)
    this.ends.push(end)
    if (this.names.length >= MAX_PENDING) await this.flush()
  }

  /** Writes everything to disk and waits until it is there. */
  async sync(): Promise<void> {
    await this.flush()
    await onDisk('write the names', this.files.dir, async () => {
      await this.files.names.sync()
      await this.files.ends.sync()
    })
  }

  async close(): Promise<void> {
    await this.files.names.close()
    await this.files.ends.close()
  }

  /** The files, after {@link sync}. */
  get written(): NonNullable<DatasetPart['names']> {
    const { part } = this.stored
    return { file: namesName(part), ends: endsName(part) }
  }

  private async flush(): Promise<void> {
    const { stored } = this
    const names = Buffer.concat(this.names)
    const ends = Buffer.alloc(this.ends.length * END_BYTES)
    this.ends.forEach((end, i) => ends.writeBigUInt64LE(end, i * END_BYTES))
    await onDisk('write the names', this.files.dir, async () => {
      await writeAll(this.files.names, names, stored.bytes)
      await writeAll(this.files.ends, ends, stored.count * END_BYTES)
    })
    stored.bytes += names.length
    stored.count += this.ends.length
    this.names = []
    this.ends = []
  }
}

/**
 * The position where the name of the last of `images` images ends; undefined if there are fewer
 * names.
 */
async function lastEnd(ends: FileHandle, images: number): Promise<number | undefined> {
  if (images === 0) return 0
  const bytes = await readFrom(ends, END_BYTES, (images - 1) * END_BYTES)
  return bytes.length < END_BYTES ? undefined : Number(bytes.readBigUInt64LE())
}

/** Writes all of `bytes`; a single call may write only some of them. */
export async function writeAll(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const part = bytes.subarray(done)
    done += (await handle.write(part, 0, part.length, position + done)).bytesWritten
  }
}
