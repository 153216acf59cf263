import { problemError } from '../../../contract/errors'
import { FORMAT_BYTES, formatOf } from '../../../contract/file-format'
import { openGuarded, readFrom, readOpened, refuseLarger } from '../../disk/guarded'
import { MAX_WEIGHTS_BYTES } from '../../disk/limits'
import { decodeSafetensors } from './safetensors'
import type { DecodedSafetensors } from './safetensors'
import { headerLength, parseHeader } from './safetensors-header'

/**
 * Reads a safetensors file. Reads the data only after checking that the header is valid and
 * describes a file of this size.
 *
 * @param requireSignature the file's name lacks .safetensors, so refuse it unless its first bytes
 *   identify it
 * @throws StudioError `checkpoint` if it is not a safetensors file, naming its format if known;
 *   otherwise the system's error
 */
export async function readSafetensors(
  path: string,
  { requireSignature = false } = {},
): Promise<DecodedSafetensors> {
  const guard = { maxBytes: MAX_WEIGHTS_BYTES, code: 'checkpoint' } as const
  // An archive of another format may be larger; the error should name its format.
  const file = await openGuarded(path, requireSignature ? { ...guard, maxBytes: Infinity } : guard)
  try {
    const { size } = file.stats
    const head = await readFrom(file.handle, FORMAT_BYTES, 0)
    refuseOtherFormat(head, path, requireSignature)
    refuseLarger(size, path, guard)
    const length = headerLength(head, path, size)
    parseHeader(await readFrom(file.handle, 8 + length, 0), path, size)
    return decodeSafetensors(await readOpened(file, path, guard), path)
  } finally {
    await file.handle.close()
  }
}

function refuseOtherFormat(head: Uint8Array, where: string, requireSignature: boolean): void {
  const format = formatOf(head)
  if (format === 'safetensors') return
  if (format !== undefined) {
    throw problemError('checkpoint', 'weightsOfOtherFormat', { format }, { where })
  }
  if (requireSignature) throw problemError('checkpoint', 'notSafetensors', {}, { where })
}
