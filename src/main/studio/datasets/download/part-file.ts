import { rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { unlessMissing } from '../../../disk/errno'
import { openOrCreateGuarded, readTextGuarded } from '../../../disk/guarded'
import { parseJsonGuarded } from '../../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../../disk/limits'
import { writeFileAtomic } from '../../../storage/files/atomic'
import { onDisk } from '../../../storage/files/disk-errors'
import { rename, syncDirectory } from '../../../storage/files/durable'

const noteSchema = z.object({
  /** The address from which the last bytes came. */
  address: z.string(),
  /** The version of the file there: a strong ETag or a date of change; null if unknown. */
  version: z.string().nullable(),
})
/** The origin of an unfinished download's bytes. */
export type PartNote = z.infer<typeof noteSchema>

const DOING = 'store the download'

/** The part of a file that has been downloaded so far; it outlives the process. */
export class PartFile {
  readonly path: string
  private readonly notePath: string
  private handle: FileHandle | undefined
  /** Bytes on disk. */
  private length = 0

  private constructor(private readonly target: string) {
    this.path = `${target}.part`
    this.notePath = `${target}.part.json`
  }

  /** @param target where the complete file will be; its folder exists */
  static async open(target: string): Promise<PartFile> {
    const part = new PartFile(target)
    await onDisk(DOING, part.path, async () => {
      const opened = await openOrCreateGuarded(part.path, { maxBytes: Infinity })
      part.handle = opened.handle
      part.length = opened.stats.size
    })
    return part
  }

  get bytes(): number {
    return this.length
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.write(async (handle) => {
      for (let written = 0; written < chunk.length;) {
        const at = this.length + written
        const left = chunk.length - written
        written += (await handle.write(chunk, written, left, at)).bytesWritten
      }
      this.length += chunk.length
    })
  }

  /** Removes all bytes. */
  async empty(): Promise<void> {
    await this.write((handle) => handle.truncate(0))
    this.length = 0
  }

  /** The note of the download; undefined if there is none that can be read. */
  async note(): Promise<PartNote | undefined> {
    const guard = { maxBytes: MAX_SMALL_FILE_BYTES }
    const text = await unlessMissing(readTextGuarded(this.notePath, guard)).catch(() => undefined)
    try {
      return text === undefined ? undefined : noteSchema.parse(parseJsonGuarded(text))
    } catch {
      return undefined
    }
  }

  setNote(note: PartNote): Promise<void> {
    return writeFileAtomic(this.notePath, `${JSON.stringify(note)}\n`)
  }

  /** Turns it into the complete file. */
  async publish(): Promise<void> {
    await this.write((handle) => handle.sync())
    await this.close()
    await onDisk(DOING, this.target, async () => {
      await rename(this.path, this.target)
      await rm(this.notePath, { force: true })
      await syncDirectory(dirname(this.target))
    })
  }

  async close(): Promise<void> {
    const { handle } = this
    this.handle = undefined
    await handle?.close()
  }

  private write(work: (handle: FileHandle) => Promise<unknown>): Promise<unknown> {
    const { handle } = this
    if (handle === undefined) return Promise.resolve()
    return onDisk(DOING, this.path, () => work(handle))
  }
}

/** Removes what an unfinished download has left. */
export async function removePart(target: string): Promise<void> {
  await onDisk('remove the download', target, async () => {
    await rm(`${target}.part`, { force: true })
    await rm(`${target}.part.json`, { force: true })
  })
}
