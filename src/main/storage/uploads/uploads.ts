import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bytesText } from '../../../contract/bytes'
import { problemError } from '../../../contract/errors'
import { openOrCreateGuarded } from '../../disk/guarded'
import { makeDirectory } from '../../disk/make-directory'
import { datasetsDirectory } from '../datasets/paths'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { rename, syncDirectory } from '../files/durable'
import { listFolder } from '../files/list-folder'
import { isNeeded } from './clean-up'
import { safeName } from './safe-name'
import { noteFile, sizeOf, uploadFiles, uploadsDirectory } from './upload-files'
import type { UploadFiles, UploadNote } from './upload-files'

/** Most bytes of one file. */
export const MAX_UPLOAD_BYTES = 20 * 2 ** 30
/** Most bytes of one piece. */
export const MAX_PIECE_BYTES = 8 * 2 ** 20
/** Most uploads that are kept at a time. */
const MAX_UPLOADS = 100

export interface UploadsOptions {
  /** The data folder. */
  root: string
  /** Bytes that can be written to a folder's disk; null if unknown. */
  freeBytes: (folder: string) => Promise<number | null>
  maxBytes?: number
}

/** How much of a file has arrived, and where it is stored once it is complete. */
export interface UploadState {
  offset: number
  path?: string
}

/**
 * Files that pages upload in pieces. All state is on disk, so an upload continues after a restart:
 * its offset is the size of its file.
 */
export class Uploads {
  private readonly root: string
  /** By upload: when the piece that is arriving ends. */
  private readonly arriving = new Map<string, Promise<unknown>>()
  /** Uploads that are being removed. */
  private readonly removing = new Set<string>()
  /** Settles when no upload is beginning: one at a time, so that each counts those before it. */
  private beginning: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: UploadsOptions) {
    this.root = resolve(options.root)
  }

  /**
   * Begins an upload.
   *
   * @throws StudioError `usage` if the file is empty or too large, or there are too many uploads;
   *   `storage` if the disk is too small or fails
   */
  create(note: UploadNote): Promise<{ id: string; offset: number }> {
    const mine = this.beginning.then(() => this.begin(note))
    this.beginning = mine.catch(() => undefined)
    return mine
  }

  private async begin({ name, bytes }: UploadNote): Promise<{ id: string; offset: number }> {
    const uploads = uploadsDirectory(this.root)
    await this.refuse(bytes, uploads)
    const id = randomBytes(12).toString('hex')
    const folder = join(uploads, id)
    await onDisk('begin the upload', folder, () => makeDirectory(folder))
    const note: UploadNote = { name: safeName(name), bytes }
    await writeFileAtomic(noteFile(folder), `${JSON.stringify(note)}\n`)
    return { id, offset: 0 }
  }

  /** @throws StudioError `usage` if there is no such upload */
  async state(id: string): Promise<UploadState> {
    return stateOf(await uploadFiles(this.root, id))
  }

  /**
   * Appends a piece of at most {@link MAX_PIECE_BYTES}, and completes the file with the last one.
   * Of a piece that ends with an error, the bytes before it are kept.
   *
   * @param offset the bytes before the piece, which must equal those that have arrived
   * @throws StudioError `usage` if there is no such upload, another piece of it is arriving, the
   *   offset is another, or the piece is too long; `storage`; what the piece throws
   */
  async append(id: string, offset: number, piece: AsyncIterable<Uint8Array>): Promise<UploadState> {
    if (this.arriving.has(id) || this.removing.has(id)) {
      throw problemError('usage', 'uploadBusy', {})
    }
    const appended = this.appendNow(id, offset, piece)
    this.arriving.set(id, appended)
    try {
      return await appended
    } finally {
      this.arriving.delete(id)
    }
  }

  private async appendNow(
    id: string,
    offset: number,
    piece: AsyncIterable<Uint8Array>,
  ): Promise<UploadState> {
    const files = await uploadFiles(this.root, id)
    const { offset: has, path } = await stateOf(files)
    if (has !== offset) {
      throw problemError('usage', 'uploadAtOtherPlace', { asked: offset, has })
    }
    if (path !== undefined) return { offset, path }
    return store(files, offset, this.whileKept(id, piece))
  }

  /** @throws StudioError `usage` at the first part that arrives after the removal has begun */
  private async *whileKept(
    id: string,
    piece: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    for await (const part of piece) {
      if (this.removing.has(id)) throw problemError('usage', 'uploadUnknown', {})
      yield part
    }
  }

  /**
   * Removes an upload, after the piece that is arriving: a page that cancels has ended its request,
   * which may not have been noticed yet.
   *
   * @throws StudioError `usage` if there is none, it is being removed, or an import that is not
   *   complete needs it; `storage`
   */
  async remove(id: string): Promise<void> {
    if (this.removing.has(id)) throw problemError('usage', 'uploadBusy', {})
    this.removing.add(id)
    try {
      await this.arriving.get(id)?.catch(() => undefined)
      const { folder, complete } = await uploadFiles(this.root, id)
      if (await isNeeded(complete, datasetsDirectory(this.root))) {
        throw problemError('usage', 'uploadInUse', {})
      }
      await onDisk('remove the upload', folder, () => rm(folder, { recursive: true, force: true }))
    } finally {
      this.removing.delete(id)
    }
  }

  private async refuse(bytes: number, uploads: string): Promise<void> {
    const { maxBytes = MAX_UPLOAD_BYTES, freeBytes } = this.options
    if (bytes < 1) throw problemError('usage', 'uploadEmpty', {})
    const size = bytesText(bytes)
    if (bytes > maxBytes) {
      throw problemError('usage', 'uploadTooLarge', { size, limit: bytesText(maxBytes) })
    }
    const kept = await listFolder(uploads, 'read the uploads', 'storage')
    if (kept.length >= MAX_UPLOADS) {
      throw problemError('usage', 'uploadsTooMany', { most: MAX_UPLOADS }, { where: uploads })
    }
    const free = await freeBytes(uploads)
    if (free !== null && free < bytes) {
      throw problemError('storage', 'uploadNoSpace', { size, available: bytesText(free) })
    }
  }
}

const stateOf = ({ complete, part, folder }: UploadFiles): Promise<UploadState> =>
  onDisk('read the upload', folder, async () => {
    const whole = await sizeOf(complete)
    if (whole !== undefined) return { offset: whole, path: complete }
    return { offset: (await sizeOf(part)) ?? 0 }
  })

function store(
  { folder, bytes, complete, part }: UploadFiles,
  offset: number,
  piece: AsyncIterable<Uint8Array>,
): Promise<UploadState> {
  return onDisk('store the upload', folder, async () => {
    const { handle } = await openOrCreateGuarded(part, { maxBytes: bytes })
    let end = offset
    try {
      for await (const chunk of piece) {
        const fault = faultOf(end + chunk.length, offset, bytes)
        if (fault !== undefined) {
          await handle.truncate(offset)
          throw fault
        }
        for (let written = 0; written < chunk.length;) {
          const left = chunk.length - written
          written += (await handle.write(chunk, written, left, end + written)).bytesWritten
        }
        end += chunk.length
      }
    } finally {
      // What the reply says to be there must still be there after a power failure.
      await handle.datasync().finally(() => handle.close())
    }
    if (end < bytes) return { offset: end }
    await rename(part, complete)
    await syncDirectory(folder)
    return { offset: end, path: complete }
  })
}

function faultOf(end: number, offset: number, bytes: number): Error | undefined {
  if (end - offset > MAX_PIECE_BYTES) {
    return problemError('usage', 'uploadPieceTooLong', { most: MAX_PIECE_BYTES })
  }
  return end > bytes ? problemError('usage', 'uploadBeyondEnd', { bytes }) : undefined
}
