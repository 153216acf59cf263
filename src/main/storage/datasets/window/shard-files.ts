import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { DatasetPart } from '../../../../contract/datasets/document'
import { problemError, StudioError } from '../../../../contract/errors'
import { openGuarded } from '../../../disk/guarded'
import { fileIn } from '../read-document'

interface Shard {
  file: string
  path: string
  handle: FileHandle
  /** Index of its first image. */
  first: number
}

/**
 * The shards of a part, held open: on most systems, images can still be read after the files have
 * been removed.
 */
export class ShardFiles {
  private constructor(
    private readonly shards: readonly Shard[],
    readonly imageBytes: number,
  ) {}

  /** @throws StudioError `data` if a file cannot be opened, or has more bytes than it should */
  static async open(dir: string, part: DatasetPart, imageBytes: number): Promise<ShardFiles> {
    const shards: Shard[] = []
    const files = new ShardFiles(shards, imageBytes)
    let first = 0
    try {
      for (const { file, images } of part.shards) {
        const path = fileIn(dir, file)
        const { handle } = await openShard(path, file, images * imageBytes)
        shards.push({ file, path, handle, first })
        first += images
      }
      return files
    } catch (error) {
      await files.close()
      throw error
    }
  }

  /** File descriptors, and the index of the first image of each. */
  get layout(): { files: number[]; firsts: number[] } {
    return {
      files: this.shards.map(({ handle }) => handle.fd),
      firsts: this.shards.map(({ first }) => first),
    }
  }

  /**
   * Reads an image, waiting for the disk.
   *
   * @param target gets the image's bytes [height, width, channels] from `at`
   * @throws StudioError `data` if the file has become shorter, or its disk fails
   */
  read(index: number, target: Uint8Array, at: number): void {
    const shard = this.shardOf(index)
    const start = (index - shard.first) * this.imageBytes
    for (let done = 0; done < this.imageBytes;) {
      const want = this.imageBytes - done
      const read = readSome(shard, target, { at: at + done, want, position: start + done })
      if (read === 0) throw lost(shard, new Error('it is shorter than it was'))
      done += read
    }
  }

  async close(): Promise<void> {
    for (const { handle } of this.shards) await handle.close().catch(() => undefined)
  }

  private shardOf(index: number): Shard {
    let [low, high] = [0, this.shards.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.shards[middle] as Shard).first <= index) low = middle
      else high = middle - 1
    }
    return this.shards[low] as Shard
  }
}

interface Stretch {
  at: number
  want: number
  position: number
}

function readSome(shard: Shard, target: Uint8Array, { at, want, position }: Stretch): number {
  try {
    return fs.readSync(shard.handle.fd, target, at, want, position)
  } catch (error) {
    throw lost(shard, error as Error)
  }
}

const lost = ({ file, path }: Shard, cause: Error): StudioError => {
  const given = { file, why: cause.message }
  return problemError('data', 'datasetLostInTraining', given, { where: path, cause })
}

async function openShard(path: string, file: string, maxBytes: number) {
  try {
    return await openGuarded(path, { maxBytes, code: 'data' })
  } catch (error) {
    if (error instanceof StudioError) throw error
    const cause = error as Error
    const given = { file, why: cause.message }
    throw problemError('data', 'datasetFileUnreadable', given, { where: path, cause })
  }
}
