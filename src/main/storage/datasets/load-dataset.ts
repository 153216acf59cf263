import { problemError } from '../../../contract/errors'
import type { Dataset } from '../../../contract/datasets/dataset'
import type { SquareShape } from '../../sources/idx/shape'
import { refuseUnfitLabels } from './class-labels'
import type { ForClasses } from './class-labels'
import { findFolder, type DatasetFolder } from './find-dataset'
import { checkIdx, hasTestImages, idxClasses, idxShape, loadIdx } from './load-idx'
import { loadPrepared, partOf } from './load-prepared'
import { checkFiles, readPrepared, shapeOf } from './read-document'
import type { PreparedDataset } from './read-document'

interface LoadOptions extends ForClasses {
  /** Folders searched for named data sets; the first contains those bundled with the studio. */
  datasetsDirs: readonly string[]
  /** Requested height and width in pixels. */
  imageSize: number
  /** 1 grey, 3 RGB. */
  channels: number
  /** `train` (the default), or the hold-out part: `t10k`. */
  split?: 'train' | 't10k'
  /**
   * A prepared data set whose images have more bytes is read as needed.
   *
   * @defaultValue what this machine has room for
   */
  memoryBudget?: number
}

/**
 * Loads a data set's images, and its labels if it has any. The folder is that of a prepared data
 * set, or contains IDX files with the standard names (`train-images-idx3-ubyte` and so on) or
 * variants of them, plain or gzip; see `filesOf`. Only the images are required. Images are resized
 * and their channels converted as requested. Those of a large prepared data set stay on disk: close
 * them after use.
 *
 * The identity's fingerprint is the SHA-256 of the images' uncompressed IDX file (for MNIST the
 * published one), so all copies count as the same data set. Its path is absent for bundled data
 * sets.
 *
 * @param nameOrPath a name in one of `datasetsDirs`, or a path to a folder or an images file
 * @throws StudioError `data` for an unknown, damaged or unsuitable data set, naming the file;
 * `usage` for an unsupported size or number of channels
 */
export async function loadDataset(nameOrPath: string, options: LoadOptions): Promise<Dataset> {
  const { split = 'train' } = options
  const channels = checkOptions(options)
  const folder = await findFolder(nameOrPath, options.datasetsDirs)
  const prepared = await preparedIn(folder)
  const wanted = { ...options, channels, split }
  return prepared === undefined ? loadIdx(folder, wanted) : loadPrepared(prepared, wanted)
}

/**
 * Checks in milliseconds, by file names, sizes and headers only, that a user's data set can be
 * trained on. Bundled data sets are only checked when loaded.
 *
 * @throws StudioError `data`
 */
export async function checkDataset(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<void> {
  const folder = await findFolder(nameOrPath, datasetsDirs)
  if (folder.bundled) return
  const prepared = await preparedIn(folder)
  if (prepared === undefined) return checkIdx(folder)
  const part = partOf(prepared, 'train')
  shapeOf(prepared, part)
  await checkFiles(prepared, part)
}

/**
 * Returns whether a data set has images that are held out of training: the hold-out part of a prepared one,
 * the test images of IDX files.
 *
 * @throws StudioError `data` if there is no such data set, or several sets of test images
 */
export async function hasHoldOut(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<boolean> {
  const folder = await findFolder(nameOrPath, datasetsDirs)
  const prepared = await preparedIn(folder)
  if (prepared !== undefined) return (prepared.document.holdOut?.images ?? 0) > 0
  return hasTestImages(folder)
}

/**
 * Checks, without loading the images, that a data set has labels of this many classes.
 *
 * @throws StudioError `usage` if it does not, `data` if its labels cannot be read
 */
export async function checkClasses(
  nameOrPath: string,
  datasetsDirs: readonly string[],
  wanted: ForClasses,
): Promise<void> {
  if (wanted.classes === undefined) return
  refuseUnfitLabels(await classesIn(nameOrPath, datasetsDirs), wanted)
}

/**
 * Counts the classes of a data set without loading its images.
 *
 * @returns its name; `has`: the number of classes, undefined without labels; and whether it is
 *   `prepared` by an import
 * @throws StudioError `data` if there is no such data set, or its labels cannot be read
 */
export async function classesIn(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<{ name: string; has: number | undefined; prepared: boolean }> {
  const folder = await findFolder(nameOrPath, datasetsDirs)
  const prepared = await preparedIn(folder)
  if (prepared === undefined) {
    return { name: folder.name, has: await idxClasses(folder), prepared: false }
  }
  const { name, classes } = prepared.document
  return { name, has: classes?.length, prepared: true }
}

/**
 * Reads the number and sizes of a data set's training images.
 *
 * @returns with `prepared` true if images that would need much memory can stay on disk
 * @throws StudioError `data`
 */
export async function trainingShape(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<SquareShape & { prepared: boolean }> {
  const folder = await findFolder(nameOrPath, datasetsDirs)
  const prepared = await preparedIn(folder)
  if (prepared === undefined) return { ...(await idxShape(folder)), prepared: false }
  return { ...shapeOf(prepared, partOf(prepared, 'train')), prepared: true }
}

/** @returns undefined for IDX files */
const preparedIn = async ({ path, images }: DatasetFolder): Promise<PreparedDataset | undefined> =>
  images === undefined ? readPrepared(path) : undefined

function checkOptions({ imageSize, channels }: LoadOptions): 1 | 3 {
  if (!Number.isInteger(imageSize) || imageSize < 1) {
    throw problemError('usage', 'imageSizeNotWhole', { size: imageSize }, { where: 'imageSize' })
  }
  if (channels !== 1 && channels !== 3) {
    throw problemError('usage', 'channelsUnknown', { channels }, { where: 'channels' })
  }
  return channels
}
