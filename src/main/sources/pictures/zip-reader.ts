import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { RandomAccessReader } from 'yauzl'
import { readFrom } from '../../disk/guarded'

const WINDOW_BYTES = 2 ** 20
const ENTRY_BYTES = 46
const ENTRY_SIGNATURE = 0x02014b50
const STRONGLY_ENCRYPTED = 0x40

/**
 * Reads a zip file's list of entries in large steps: one by one, the reads of a million entries
 * take a minute.
 */
export class ListReader extends RandomAccessReader {
  #window: Buffer = Buffer.alloc(0)
  #start = 0

  constructor(readonly handle: FileHandle) {
    super()
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    if (this.#has(position, length)) {
      this.#copy(buffer, offset, length, position)
      callback(null)
      return
    }
    readFrom(this.handle, Math.max(WINDOW_BYTES, length), position).then(
      (window) => {
        this.#window = window
        this.#start = position
        if (window.length < length) {
          callback(new Error('unexpected EOF'))
          return
        }
        this.#copy(buffer, offset, length, position)
        callback(null)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** The contents of entries are not read through this. */
  override _readStreamForRange(): Readable {
    return Readable.from([])
  }

  /** The file is closed by its owner. */
  override close(callback: (error: Error | null) => void): void {
    callback(null)
  }

  #has(position: number, length: number): boolean {
    return position >= this.#start && position + length <= this.#start + this.#window.length
  }

  #copy(buffer: Buffer, offset: number, length: number, position: number): void {
    const from = position - this.#start
    this.#window.copy(buffer, offset, from, from + length)
    const entry = length === ENTRY_BYTES && buffer.readUInt32LE(offset) === ENTRY_SIGNATURE
    // The list would end at a strongly encrypted entry. It is an encrypted one like others.
    if (entry) buffer[offset + 8] = (buffer[offset + 8] ?? 0) & ~STRONGLY_ENCRYPTED
  }
}
