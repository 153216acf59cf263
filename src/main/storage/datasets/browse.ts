import { stat } from 'node:fs/promises'
import type { DatasetPartName } from '../../../contract/datasets/detail'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { problemError } from '../../../contract/errors'
import { openGuarded, readFrom } from '../../disk/guarded'
import { filesOf } from '../../sources/idx/find-set'
import { readIdxFile } from '../../sources/idx/idx-file'
import { onDisk } from '../files/disk-errors'
import { testSet } from './idx-test-set'
import { readLabels } from './labels-file'
import { readNames } from './read-names'
import { fileIn, readPrepared } from './read-document'

/** The images of one part of a data set, for browsing. */
export interface BrowsedImages {
  count: number
  width: number
  height: number
  channels: number
  /** [count] class numbers; undefined without labels. */
  labels: Uint16Array | undefined
  /** @returns bytes [height, width, channels] of each image */
  read(indices: readonly number[]): Promise<Uint8Array[]>
  /** The names of the source's files; absent if they are not stored. */
  names?(indices: readonly number[]): Promise<string[]>
}

/**
 * Opens a part of a data set for browsing. A prepared set is read as needed; IDX files are read
 * whole.
 *
 * @returns undefined if the data set has no such part
 * @throws StudioError `data`
 */
export async function browse(
  listing: DatasetListing,
  part: DatasetPartName,
): Promise<BrowsedImages | undefined> {
  return listing.kind === 'prepared' ? browsePrepared(listing.path, part) : browseIdx(listing, part)
}

async function browsePrepared(
  dir: string,
  name: DatasetPartName,
): Promise<BrowsedImages | undefined> {
  const prepared = await readPrepared(dir)
  const part = prepared?.document[name]
  if (prepared === undefined || part === undefined || part === null) return undefined
  const { width, height, channels } = prepared.document
  const { images: count, labels, shards, names } = part
  return {
    ...{ count, width, height, channels },
    labels: labels === null ? undefined : await readLabels(dir, labels, count),
    read: (indices) => readShards(dir, shards, indices, width * height * channels),
    ...(names === null ? {} : { names: (indices) => readNames(dir, names, indices) }),
  }
}

async function readShards(
  dir: string,
  shards: readonly { file: string; images: number }[],
  indices: readonly number[],
  imageBytes: number,
): Promise<Uint8Array[]> {
  const found = new Map<number, Uint8Array>()
  let first = 0
  for (const { file, images } of shards) {
    const end = first + images
    const wanted = indices.filter((index) => index >= first && index < end)
    if (wanted.length > 0) {
      const path = fileIn(dir, file)
      const guard = { maxBytes: images * imageBytes, code: 'data' as const }
      const { handle } = await onDisk('read the images', path, () => openGuarded(path, guard))
      try {
        for (const index of wanted) {
          const start = (index - first) * imageBytes
          const image = await readFrom(handle, imageBytes, start)
          if (image.length < imageBytes) {
            const given = { file, bytes: start + image.length, expected: images * imageBytes }
            throw problemError('data', 'datasetFileSize', given, { where: path })
          }
          found.set(index, image)
        }
      } finally {
        await handle.close()
      }
    }
    first = end
  }
  return indices.map((index) => found.get(index) ?? new Uint8Array(imageBytes))
}

async function browseIdx(
  { path, width, height, channels }: DatasetListing,
  part: DatasetPartName,
): Promise<BrowsedImages | undefined> {
  const place = (await stat(path)).isFile() ? { path, images: path } : { path }
  const shape = { width, height, channels: channels === 3 ? 3 : 1 } as const
  const files = await (part === 'train'
    ? filesOf(place, 'train').catch(() => undefined)
    : testSet(place, shape))
  if (files === undefined) return undefined
  const { data, dims } = await readIdxFile(files.images)
  const labels = files.labels === undefined ? undefined : (await readIdxFile(files.labels)).data
  const imageBytes = width * height * channels
  return {
    ...{ count: dims[0] ?? 0, width, height, channels },
    labels: labels && Uint16Array.from(labels),
    read: (indices) =>
      Promise.resolve(
        indices.map((index) => data.subarray(index * imageBytes, (index + 1) * imageBytes)),
      ),
  }
}
