import { createGunzip } from 'node:zlib'
import { openGuarded } from '../../../disk/guarded'
import { BadArchive } from './bad-archive'
import type { Member } from './member'

const BLOCK = 512
/** Bytes to skip before giving up on finding more of the wanted files. */
const MAX_SKIPPED = 4e9

/**
 * Yields the wanted files of a tar archive that is packed with gzip. Reads it once, in order; the
 * format is POSIX ustar.
 *
 * @throws Error if the archive is damaged
 */
export async function* tarMembers(
  archive: string,
  wanted: ReadonlySet<string>,
): AsyncGenerator<Member> {
  const { handle } = await openGuarded(archive, { maxBytes: Infinity, code: 'data' })
  const packed = handle.createReadStream()
  const unpacked = createGunzip()
  packed.on('error', (error) => unpacked.destroy(error)).pipe(unpacked)
  const bytes = new ByteStream(unpacked[Symbol.asyncIterator]())
  try {
    for (let skipped = 0; ;) {
      const header = await bytes.take(BLOCK)
      // Two blocks of zeros end the archive; the file may also just end.
      if (header === undefined || header.every((byte) => byte === 0)) return
      const { path, size, isFile } = parseHeader(header)
      const end = bytes.position + Math.ceil(size / BLOCK) * BLOCK
      if (isFile && wanted.has(path)) yield { path, bytes: size, content: bytes.upTo(size) }
      else if ((skipped += size) > MAX_SKIPPED) throw new BadArchive('too much other content')
      await bytes.skipTo(end)
    }
  } finally {
    unpacked.destroy()
    packed.destroy()
  }
}

function parseHeader(header: Uint8Array): { path: string; size: number; isFile: boolean } {
  const text = (from: number, length: number): string => {
    const field = Buffer.from(header.subarray(from, from + length)).toString('utf8')
    return field.split('\0', 1)[0] ?? ''
  }
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0)
  if (Number.parseInt(text(148, 8), 8) !== sum) throw new BadArchive('a header is damaged')
  const size = Number.parseInt(text(124, 12), 8)
  if (!Number.isSafeInteger(size) || size < 0) throw new BadArchive('a size is not valid')
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  const name = text(0, 100)
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size,
    isFile: ['0', ''].includes(text(156, 1)),
  }
}

/** Reads a stream of chunks by numbers of bytes. */
class ByteStream {
  /** Bytes taken so far. */
  position = 0
  private rest: Uint8Array = new Uint8Array(0)

  constructor(private readonly chunks: AsyncIterator<Uint8Array>) {}

  /** The next bytes, together; undefined at the end of the stream. */
  async take(length: number): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = []
    let left = length
    for await (const part of this.upTo(length)) {
      parts.push(part)
      left -= part.length
    }
    if (left === length) return undefined
    if (left > 0) throw new BadArchive('it ends early')
    return Buffer.concat(parts)
  }

  /** The next bytes, in parts; fewer at the end of the stream. */
  async *upTo(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      const part = await this.next(left)
      if (part === undefined) return
      left -= part.length
      yield part
    }
  }

  async skipTo(position: number): Promise<void> {
    while (this.position < position) {
      if ((await this.next(position - this.position)) === undefined) return
    }
  }

  private async next(most: number): Promise<Uint8Array | undefined> {
    if (this.rest.length === 0) {
      const { value, done } = await this.chunks.next()
      if (done === true) return undefined
      this.rest = value
    }
    const part = this.rest.subarray(0, most)
    this.rest = this.rest.subarray(part.length)
    this.position += part.length
    return part
  }
}
