import { openGuarded, readFrom, readOpened } from '../../disk/guarded'
import { MAX_WEIGHTS_BYTES } from '../../disk/limits'
import { decodeSafetensors } from './safetensors'
import type { DecodedSafetensors } from './safetensors'
import { headerLength, parseHeader } from './safetensors-header'

/**
 * Reads a safetensors file. Reads the data only after checking that the header is valid and
 * describes a file of this size.
 *
 * @throws StudioError `checkpoint` if it is not a safetensors file; otherwise the system's error
 */
export async function readSafetensors(path: string): Promise<DecodedSafetensors> {
  const guard = { maxBytes: MAX_WEIGHTS_BYTES, code: 'checkpoint' } as const
  const file = await openGuarded(path, guard)
  try {
    const { size } = file.stats
    const length = headerLength(await readFrom(file.handle, 8, 0), path, size)
    parseHeader(await readFrom(file.handle, 8 + length, 0), path, size)
    return decodeSafetensors(await readOpened(file, path, guard), path)
  } finally {
    await file.handle.close()
  }
}
