import { problemError } from '../../../contract/errors'
import { mostBytes, openExtent, type Extent } from '../arrays/extent'

/** A file in a tar archive. */
export interface TarFile {
  /** With `/`. */
  name: string
  /** Position of its bytes in the unpacked archive. */
  start: number
  bytes: number
}

const BLOCK = 512
/** Far more than CIFAR's eight; what follows is ignored. */
const MAX_FILES = 1000

/**
 * Lists the regular files of a tar archive, plain or gzip, reading it once (POSIX.1-1988, ustar).
 * Stops at an empty block.
 *
 * @throws StudioError `data` if a header's checksum is wrong, or the archive ends too early
 */
export async function listTar(archive: Extent, signal: AbortSignal): Promise<TarFile[]> {
  const where = archive.path
  const reader = await openExtent(archive, signal)
  const files: TarFile[] = []
  try {
    for (let at = 0; files.length < MAX_FILES && at + BLOCK <= mostBytes(archive);) {
      const header = Buffer.from(await reader.read(at, BLOCK))
      if (header.every((byte) => byte === 0)) break
      const bytes = octal(header, 124, 12)
      const start = at + BLOCK
      const fits = Number.isSafeInteger(bytes) && start + bytes <= mostBytes(archive)
      if (!fits || octal(header, 148, 8) !== checksum(header)) {
        throw problemError('data', 'tarDamaged', {}, { where })
      }
      const type = header[156]
      // '0', or a zero byte in old archives.
      if (type === 0x30 || type === 0) files.push({ name: nameIn(header), start, bytes })
      at = start + Math.ceil(bytes / BLOCK) * BLOCK
    }
    return files
  } finally {
    await reader.close()
  }
}

const text = (header: Buffer, start: number, length: number): string =>
  header.toString('latin1', start, start + length).replace(/\0[^]*$/, '')

/** NaN if it is not a number. */
function octal(header: Buffer, start: number, length: number): number {
  const digits = text(header, start, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN
}

/** The sum of all bytes, with spaces instead of the checksum. */
const checksum = (header: Buffer): number =>
  header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0)

function nameIn(header: Buffer): string {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : ''
  const name = text(header, 0, 100)
  return prefix === '' ? name : `${prefix}/${name}`
}
