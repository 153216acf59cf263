import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import { openGuarded } from '../../../disk/guarded'
import type { KnownFile } from './known-set'

/** The most bytes that a file is read of: packed less tightly, it is as long as its content. */
export function mostBytes({ bytes, unpacked }: KnownFile): number {
  return Math.max(bytes, Math.ceil((unpacked?.bytes ?? 0) * 1.01)) + 4096
}

/**
 * Compares a file with the published checksums.
 *
 * @param plain true if it is the unpacked content of a `.gz` file
 * @returns why it is not the published file; undefined if it is
 * @throws StudioError `data` if it is no regular file, or far too large; the system's error; the
 *   signal's reason if aborted
 */
export async function checksumFault(
  path: string,
  file: KnownFile,
  signal: AbortSignal,
  plain = false,
): Promise<Notice | undefined> {
  const { bytes, md5, unpacked } = file
  const expected = plain && unpacked !== undefined ? unpacked : { bytes, md5 }
  const maxBytes = mostBytes(file)
  const sum = await sumOf(path, maxBytes, signal)
  if (sum === expected.md5) return undefined
  if (!plain && unpacked !== undefined) {
    const content = await contentSum(path, { maxBytes, unpacked: unpacked.bytes }, signal)
    if (content === unpacked.md5) return undefined
  }
  return notice('otherChecksum', { sum, wanted: expected.md5 })
}

async function sumOf(path: string, maxBytes: number, signal: AbortSignal): Promise<string> {
  const { handle } = await openGuarded(path, { maxBytes, code: 'data' })
  const hash = createHash('md5')
  // The stream closes the file.
  await pipeline(handle.createReadStream(), hash, { signal })
  return hash.digest('hex')
}

/** The MD5 of a gzip file's content; undefined if it is none, or longer than expected. */
async function contentSum(
  path: string,
  most: { maxBytes: number; unpacked: number },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { handle } = await openGuarded(path, { maxBytes: most.maxBytes, code: 'data' })
  const hash = createHash('md5')
  try {
    await pipeline(
      handle.createReadStream(),
      createGunzip(),
      (content: AsyncIterable<Buffer>) => addUpTo(hash, content, most.unpacked),
      { signal },
    )
    return hash.digest('hex')
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

async function addUpTo(hash: Hash, content: AsyncIterable<Buffer>, most: number): Promise<void> {
  let length = 0
  for await (const chunk of content) {
    length += chunk.length
    if (length > most) throw new RangeError('longer than expected')
    hash.update(chunk)
  }
}
