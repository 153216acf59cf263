import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createScratch } from '../../disk/guarded'
import { makeDirectory } from '../../disk/make-directory'
import { featureMatrix } from '../../metrics/features/feature-matrix'
import type { FeatureMatrix } from '../../metrics/features/feature-matrix'
import type { FeatureNet } from '../../metrics/nets/feature-net'
import { onDisk } from '../../storage/files/disk-errors'
import type { ImageSource } from './feature-set'

/** Features on disk, read in chunks as often as needed. */
export interface SpooledFeatures extends Iterable<FeatureMatrix> {
  close(): Promise<void>
}

/** Features read at a time. */
const CHUNK_VALUES = 2 ** 18

/**
 * Computes features that are too many for memory, and writes them to a file. The file is unlinked
 * as soon as it is open, so that it disappears however this process ends.
 *
 * @param dir for the file; created if it is missing
 * @param onProgress called after each portion with the number of images so far
 * @throws StudioError `storage` if the disk is full or fails
 */
export async function spooledFeatures(
  net: FeatureNet,
  images: ImageSource,
  dir: string,
  onProgress: (done: number) => void,
): Promise<SpooledFeatures> {
  const handle = await onDisk('store features', dir, () => nameless(dir))
  try {
    let done = 0
    for (const bytes of images.portions()) {
      const count = bytes.length / images.length
      const { data } = (await net.run(bytes, count)).features
      await onDisk('store features', dir, () => writeAll(handle, data))
      onProgress((done += count))
      await new Promise(setImmediate)
    }
  } catch (error) {
    await handle.close()
    throw error
  }
  const { dim } = net.identity
  return {
    [Symbol.iterator]: () => chunksOf(handle.fd, images.count, dim),
    close: () => handle.close(),
  }
}

async function nameless(dir: string): Promise<FileHandle> {
  await makeDirectory(dir)
  const file = join(dir, `.${randomBytes(8).toString('hex')}.tmp`)
  const handle = await createScratch(file)
  await fs.promises.rm(file)
  return handle
}

async function writeAll(handle: FileHandle, values: Float32Array): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  for (let from = 0; from < bytes.length;) {
    from += (await handle.write(bytes, from)).bytesWritten
  }
}

function* chunksOf(fd: number, count: number, dim: number): Generator<FeatureMatrix> {
  const chunk = Math.max(1, Math.floor(CHUNK_VALUES / dim))
  for (let start = 0; start < count; start += chunk) {
    const values = new Float32Array(Math.min(chunk, count - start) * dim)
    const bytes = new Uint8Array(values.buffer)
    for (let read = 0; read < bytes.length;) {
      const more = fs.readSync(fd, bytes, read, bytes.length - read, start * dim * 4 + read)
      if (more === 0) throw new Error('the features on disk are incomplete')
      read += more
    }
    yield featureMatrix(values, dim)
  }
}
