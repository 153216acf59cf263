import { readGuarded } from '../../disk/guarded'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { onDisk } from '../files/disk-errors'
import { fileIn } from './read-document'

/** @returns class numbers [images] */
export async function readLabels(dir: string, file: string, images: number): Promise<Uint16Array> {
  const path = fileIn(dir, file)
  const guard = { maxBytes: Math.min(images * 2, MAX_BUFFER_BYTES), code: 'data' as const }
  const bytes = await onDisk('read the labels', path, () => readGuarded(path, guard))
  return Uint16Array.from({ length: Math.floor(bytes.length / 2) }, (_, i) =>
    bytes.readUInt16LE(2 * i),
  )
}
