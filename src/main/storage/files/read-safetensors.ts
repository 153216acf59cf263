import { openGuarded, readFrom, readOpened } from '../../disk/guarded'
import { MOST_WEIGHTS } from '../../disk/limits'
import { decodeSafetensors } from './safetensors'
import type { DecodedSafetensors } from './safetensors'
import { headerLength, parseHeader } from './safetensors-header'

/**
 * Reads a safetensors file. The data are read only once the header has proved to be one that
 * describes a file of this size.
 *
 * @throws StudioError `checkpoint` if it is no such file; else the system's own error
 */
export async function readSafetensors(path: string): Promise<DecodedSafetensors> {
  const guard = { most: MOST_WEIGHTS, code: 'checkpoint' } as const
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
