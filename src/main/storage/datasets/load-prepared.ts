import type { Dataset, DatasetImages, Labels } from '../../../contract/datasets/dataset'
import type { DatasetPart } from '../../../contract/datasets/document'
import { MemoryImages } from '../../../contract/datasets/memory-images'
import { problemError } from '../../../contract/errors'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { refuseUnfitLabels } from './class-labels'
import type { ForClasses } from './class-labels'
import { readLabels } from './labels-file'
import { memoryBudget } from './memory-budget'
import { PixelReader } from './pixels'
import { checkFiles, fileIn, imageBytesOf, shapeOf } from './read-document'
import type { PreparedDataset } from './read-document'
import { readVerified, verifyLabels, writtenSince } from './verified'
import { ShardFiles } from './window/shard-files'
import { WindowImages } from './window/window-images'

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
  refuseUnfitLabels({ name, has: classes?.length, prepared: true }, options)
  const part = partOf(prepared, options.split)
  await checkFiles(prepared, part)
  const shape = shapeOf(prepared, part)
  const labels = await labelsOf(prepared, part)
  const images = await openImages(prepared, part, options)
  const { imageSize, channels } = options
  const ofLabels =
    options.classes === undefined || classes === null
      ? {}
      : { labels: part.labelsFingerprint ?? '', classNames: classes }
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

/**
 * @returns undefined if the images have no labels
 * @throws StudioError `data` for a label without a class, and for labels that have been changed
 */
async function labelsOf(prepared: PreparedDataset, part: DatasetPart): Promise<Labels | undefined> {
  const { path, document } = prepared
  if (part.labels === null || document.classes === null) return undefined
  const labels = await readLabels(path, part.labels, part.images)
  const classes = document.classes.length
  const unknown = labels.find((label) => label >= classes)
  if (unknown === undefined) {
    verifyLabels(prepared, part, labels)
    return labels
  }
  const where = fileIn(path, part.labels)
  throw problemError('data', 'datasetLabelUnknown', { label: unknown, classes }, { where })
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
    await readVerified(prepared, part, (chunk) => reader.take(chunk))
    return new MemoryImages(reader.finish(), length)
  }
  // Reading all of a large data set at every start would take too long.
  if (await writtenSince(prepared, part)) await readVerified(prepared, part)
  const files = await ShardFiles.open(prepared.path, part, imageBytes)
  return WindowImages.open({ files, shape, size, channels })
}
