import { problemError } from '../../../contract/errors'
import { FORMAT_BYTES, formatOf } from '../../../contract/file-format'
import type { FileFormat } from '../../../contract/file-format'
import { openGuarded, readFrom, readOpened } from '../../disk/guarded'
import { MAX_WEIGHTS_BYTES } from '../../disk/limits'
import { decodeSafetensors } from './safetensors'
import type { DecodedSafetensors } from './safetensors'
import { headerLength, parseHeader } from './safetensors-header'

/**
 * Reads a safetensors file. Reads the data only after checking that the header is valid and
 * describes a file of this size.
 *
 * @throws StudioError `checkpoint` if it is not a safetensors file, naming its format if known;
 *   otherwise the system's error
 */
export async function readSafetensors(path: string): Promise<DecodedSafetensors> {
  const guard = { maxBytes: MAX_WEIGHTS_BYTES, code: 'checkpoint' } as const
  const file = await openGuarded(path, guard)
  try {
    const { size } = file.stats
    const head = await readFrom(file.handle, FORMAT_BYTES, 0)
    refuseOtherFormat(head, path)
    const length = headerLength(head, path, size)
    parseHeader(await readFrom(file.handle, 8 + length, 0), path, size)
    return decodeSafetensors(await readOpened(file, path, guard), path)
  } finally {
    await file.handle.close()
  }
}

/**
 * Recognises a file's format by its first bytes.
 *
 * @throws StudioError `checkpoint` if it is not a regular file; otherwise the system's error
 */
export async function formatOfFile(path: string): Promise<FileFormat | undefined> {
  const { handle } = await openGuarded(path, { maxBytes: Infinity, code: 'checkpoint' })
  try {
    return formatOf(await readFrom(handle, FORMAT_BYTES, 0))
  } finally {
    await handle.close()
  }
}

function refuseOtherFormat(head: Uint8Array, where: string): void {
  const format = formatOf(head)
  if (format === undefined || format === 'safetensors') return
  throw problemError('checkpoint', 'weightsOfOtherFormat', { format }, { where })
}
