import { problemError } from '../../contract/errors'
import { crc32 } from './crc32'
import type { Uploadable } from './uploadable'
import { end, header, headerLength, listEntry, listEntryLength } from './zip-records'
import type { Member } from './zip-records'
import { zipNames } from './zip-names'

/** Bytes of a file that are read at once. */
const CHUNK_BYTES = 8 * 2 ** 20
/** Files that are read at the same time. */
const AT_ONCE = 16

/** A file of a folder. */
export interface FolderFile {
  /** Relative to the folder, with slashes. */
  path: string
  file: Pick<Uploadable, 'size' | 'slice'>
}

interface Packed extends Member, FolderFile {
  /** CRC-32 of the content; undefined until it has been read. */
  crc: number | undefined
}

/**
 * A zip file of a folder's files, uncompressed, which exists only in pieces: each is made when it is
 * to be sent, so that memory holds one piece however large the folder is.
 */
export class FolderZip implements Uploadable {
  readonly name: string
  readonly size: number
  private readonly members: readonly Packed[]
  /** Position of the list of files. */
  private readonly listAt: number
  private readonly listBytes: number
  private tail: Uint8Array | undefined

  /** @param signal ends the reading of a file */
  constructor(
    folder: string,
    files: readonly FolderFile[],
    private readonly signal: AbortSignal,
  ) {
    this.name = `${folder}.zip`
    const encoder = new TextEncoder()
    let offset = 0
    let listBytes = 0
    const names = zipNames(files.map(({ path }) => path))
    this.members = files.map(({ path, file }, i) => {
      const member = { name: encoder.encode(names[i]), size: file.size, offset }
      offset += headerLength(member) + member.size
      listBytes += listEntryLength(member)
      return { ...member, path, file, crc: undefined }
    })
    this.listAt = offset
    this.listBytes = listBytes
    const place = { offset, bytes: listBytes }
    this.size = offset + listBytes + end(files.length, place).length
  }

  /** A piece of the zip file; its bytes are rejected with a StudioError if a file cannot be read. */
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    return { arrayBuffer: () => this.bytes(from, to) }
  }

  private async bytes(from: number, to: number): Promise<ArrayBuffer> {
    const piece = new Piece(from, to)
    let next = this.memberAt(from)
    const work = async (): Promise<void> => {
      for (;;) {
        const member = this.members[next++]
        if (member === undefined || member.offset >= to) return
        await this.place(member, piece)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    if (to > this.listAt) piece.place(this.listAt, await this.listAndEnd())
    return piece.buffer
  }

  /** The index of the last file that begins at a position or before it. */
  private memberAt(position: number): number {
    let [low, high] = [0, this.members.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.members[middle]?.offset ?? 0) <= position) low = middle
      else high = middle
    }
    return low
  }

  private async place(member: Packed, piece: Piece): Promise<void> {
    const at = member.offset + headerLength(member)
    if (member.offset >= piece.from && at + member.size <= piece.to) {
      const content = await this.read(member, 0, member.size)
      member.crc = crc32(content)
      piece.place(at, content)
    } else {
      await this.ensureCrc(member)
      const first = Math.max(0, piece.from - at)
      const last = Math.min(member.size, piece.to - at)
      if (first < last) piece.place(at + first, await this.read(member, first, last))
    }
    piece.place(member.offset, header(member, member.crc ?? 0))
  }

  private async ensureCrc(member: Packed): Promise<void> {
    if (member.crc !== undefined) return
    let crc = 0
    for (let at = 0; at < member.size; at += CHUNK_BYTES) {
      const chunk = await this.read(member, at, Math.min(member.size, at + CHUNK_BYTES))
      crc = crc32(chunk, crc)
    }
    member.crc = crc
  }

  private async read({ file, path }: Packed, from: number, to: number): Promise<Uint8Array> {
    this.signal.throwIfAborted()
    try {
      const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer())
      if (bytes.length === to - from) return bytes
    } catch (cause) {
      throw problemError('usage', 'uploadUnreadable', {}, { where: path, cause })
    }
    throw problemError('usage', 'uploadUnreadable', {}, { where: path })
  }

  private async listAndEnd(): Promise<Uint8Array> {
    if (this.tail !== undefined) return this.tail
    for (const member of this.members) await this.ensureCrc(member)
    const place = { offset: this.listAt, bytes: this.listBytes }
    const tail = new Piece(this.listAt, this.size)
    let at = this.listAt
    for (const member of this.members) {
      const entry = listEntry(member, member.crc ?? 0)
      tail.place(at, entry)
      at += entry.length
    }
    tail.place(at, end(this.members.length, place))
    this.tail = new Uint8Array(tail.buffer)
    return this.tail
  }
}

/** The bytes of a file from one position to another. */
class Piece {
  readonly buffer: ArrayBuffer
  private readonly bytes: Uint8Array

  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    this.buffer = new ArrayBuffer(to - from)
    this.bytes = new Uint8Array(this.buffer)
  }

  /** Places bytes at their position in the file, as far as they belong to the piece. */
  place(at: number, bytes: Uint8Array): void {
    const first = Math.max(0, this.from - at)
    const last = Math.min(bytes.length, this.to - at)
    if (first < last) this.bytes.set(bytes.subarray(first, last), at + first - this.from)
  }
}
