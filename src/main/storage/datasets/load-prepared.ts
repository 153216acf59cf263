import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Dataset, DatasetImages, Labels } from '../../../contract/datasets/dataset'
import type { DatasetPart } from '../../../contract/datasets/document'
import { MemoryImages } from '../../../contract/datasets/memory-images'
import { problemError } from '../../../contract/errors'
import { readFrom, readGuarded, openGuarded } from '../../disk/guarded'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import type { SquareShape } from '../../sources/idx/shape'
import { onDisk } from '../files/disk-errors'
import { refuseUnfitLabels } from './class-labels'
import type { ForClasses } from './class-labels'
import { memoryBudget } from './memory-budget'
import { PixelReader } from './pixels'
import { checkFiles, fileIn, imageBytesOf, shapeOf } from './read-document'
import type { PreparedDataset } from './read-document'
import { ShardFiles } from './window/shard-files'
import { WindowImages } from './window/window-images'

const READ_BYTES = 2 ** 20

export interface PreparedOptions extends ForClasses {
  imageSize: number
  channels: 1 | 3
  split: 'train' | 't10k'
  /** Images with more bytes stay on disk. @defaultValue what {@link memoryBudget} returns */
  memoryBudget?: number | undefined
}

/**
 * Loads a part of a prepared data set: into memory, or to be read as needed if it is large.
 *
 * @throws StudioError `data` for damaged files, and if there is no such part
 */
export async function loadPrepared(
  prepared: PreparedDataset,
  options: PreparedOptions,
): Promise<Dataset> {
  const { path, document } = prepared
  const { name, classes } = document
  refuseUnfitLabels({ name, has: classes?.length }, options)
  const part = partOf(prepared, options.split)
  await checkFiles(prepared, part)
  const shape = shapeOf(prepared, part)
  const labels = await readLabels(prepared, part)
  const images = await openImages(prepared, part, options)
  const { imageSize, channels } = options
  const ofLabels = options.classes === undefined ? {} : { labels: part.labelsFingerprint ?? '' }
  const { count, ...stored } = shape
  const identity = { name, path, fingerprint: part.fingerprint, images: count, ...stored }
  return {
    identity: { ...identity, ...ofLabels },
    ...{ images, count, imageSize, channels },
    ...(labels === undefined ? {} : { labels }),
  }
}

/** @throws StudioError `data` if it has no images */
export function partOf(
  { path, document }: PreparedDataset,
  split: PreparedOptions['split'],
): DatasetPart {
  const { name, train, holdOut } = document
  const part = split === 'train' ? train : holdOut
  if (part !== null && part.images > 0) return part
  const problem = split === 'train' ? 'datasetWithoutTraining' : 'datasetWithoutHoldOut'
  throw problemError('data', problem, { name }, { where: path })
}

/** @returns undefined if the images have no labels */
async function readLabels(
  { path, document }: PreparedDataset,
  part: DatasetPart,
): Promise<Labels | undefined> {
  if (part.labels === null || document.classes === null) return undefined
  const file = fileIn(path, part.labels)
  const guard = { maxBytes: Math.min(2 * part.images, MAX_BUFFER_BYTES), code: 'data' as const }
  const bytes = await onDisk('read the labels', file, () => readGuarded(file, guard))
  const classes = document.classes.length
  // In the order of bytes of the file, whatever the machine's.
  return Uint16Array.from({ length: part.images }, (_, i) => {
    const label = bytes.readUInt16LE(2 * i)
    if (label < classes) return label
    throw problemError('data', 'datasetLabelUnknown', { label, classes }, { where: file })
  })
}

async function openImages(
  prepared: PreparedDataset,
  part: DatasetPart,
  { imageSize: size, channels, memoryBudget: budget = memoryBudget() }: PreparedOptions,
): Promise<DatasetImages> {
  const shape = shapeOf(prepared, part)
  const imageBytes = imageBytesOf(shape)
  const length = channels * size ** 2
  if (Math.max(imageBytes, length) > MAX_BUFFER_BYTES) {
    const where = prepared.path
    throw problemError('data', 'datasetImageTooLarge', { size: shape.width }, { where })
  }
  if (shape.count * length <= budget) {
    const reader = new PixelReader(shape, size, channels)
    await readAll(prepared, part, reader)
    return new MemoryImages(reader.finish(), length)
  }
  const files = await ShardFiles.open(prepared.path, part, imageBytes)
  return WindowImages.open({ files, shape, size, channels })
}

/** @throws StudioError `data` if the images' fingerprint is not the document's */
async function readAll(
  prepared: PreparedDataset,
  part: DatasetPart,
  reader: PixelReader,
): Promise<void> {
  const shape = shapeOf(prepared, part)
  const hash = createHash('sha256').update(idxHeader(shape))
  for (const { file, images } of part.shards) {
    const path = fileIn(prepared.path, file)
    const bytes = images * imageBytesOf(shape)
    await onDisk('read the images', path, async () => {
      const { handle } = await openGuarded(path, { maxBytes: bytes, code: 'data' })
      try {
        for (let at = 0; at < bytes;) {
          const chunk = await readFrom(handle, Math.min(READ_BYTES, bytes - at), at)
          if (chunk.length === 0) {
            const given = { file, bytes: at, expected: bytes }
            throw problemError('data', 'datasetFileSize', given, { where: path })
          }
          hash.update(chunk)
          reader.take(chunk)
          at += chunk.length
        }
      } finally {
        await handle.close()
      }
    })
  }
  if (hash.digest('hex') === part.fingerprint) return
  const { name } = prepared.document
  throw problemError('data', 'datasetDamaged', { name }, { where: join(prepared.path) })
}

/** The header of the IDX file that the images would be. */
function idxHeader({ count, height, width, channels }: SquareShape): Buffer {
  const sizes = [count, height, width, ...(channels === 1 ? [] : [channels])]
  const header = Buffer.alloc(4 + 4 * sizes.length)
  header.set([0, 0, 0x08, sizes.length])
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i))
  return header
}
