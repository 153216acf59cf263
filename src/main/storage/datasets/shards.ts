import type { DatasetPart } from '../../../contract/datasets/document'
import { problemError } from '../../../contract/errors'
import { openGuarded, readFrom } from '../../disk/guarded'
import { onDisk } from '../files/disk-errors'
import { fileIn } from './read-document'

const READ_BYTES = 2 ** 20

/**
 * The bytes of all shards one after the other, in chunks of any length.
 *
 * @throws StudioError `data` if a shard is missing or shorter than its images, `storage`
 */
export async function* shardBytes(
  dir: string,
  shards: DatasetPart['shards'],
  imageBytes: number,
): AsyncGenerator<Uint8Array> {
  for (const { file, images } of shards) {
    const path = fileIn(dir, file)
    const bytes = images * imageBytes
    const guard = { maxBytes: bytes, code: 'data' as const }
    const { handle } = await onDisk('read the images', path, () => openGuarded(path, guard))
    try {
      for (let at = 0; at < bytes;) {
        const want = Math.min(READ_BYTES, bytes - at)
        const chunk = await onDisk('read the images', path, () => readFrom(handle, want, at))
        if (chunk.length === 0) {
          const given = { file, bytes: at, expected: bytes }
          throw problemError('data', 'datasetFileSize', given, { where: path })
        }
        yield chunk
        at += chunk.length
      }
    } finally {
      await handle.close()
    }
  }
}
