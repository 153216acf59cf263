import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice, type Notice } from '../../../contract/notices'
import type { Dataset } from '../../../contract/datasets/dataset'
import { type DatasetIdentity } from '../../../contract/run'
import { refuseUnfitLabels } from './class-labels'
import type { ForClasses } from './class-labels'
import { filesOf } from '../../sources/idx/find-set'
import { checkImages, checkLabels, type SquareShape } from '../../sources/idx/shape'
import { findFolder, type DatasetFolder } from './find-dataset'
import type { IdxHeader } from '../../sources/idx/idx'
import {
  readIdxFileHeader,
  streamIdxFile,
  wholeFile,
  type Sink,
  type Streamed,
} from '../../sources/idx/idx-file'
import type { Role } from '../../sources/idx/file-names'
import { knownSums } from './bundled-sums'
import { PixelReader } from './pixels'

interface LoadOptions extends ForClasses {
  /** Folders searched for named data sets; the first contains those bundled with the studio. */
  datasetsDirs: readonly string[]
  /** Requested height and width in pixels. */
  imageSize: number
  /** 1 grey, 3 RGB. */
  channels: number
  /** `train` (the default), or the test set, `t10k`. */
  split?: 'train' | 't10k'
}

/**
 * Loads a data set's images, and its labels if it has any. The folder contains files with the
 * standard names (`train-images-idx3-ubyte` and so on) or variants of them, plain or gzip; see
 * {@link filesOf}. Only the images are required. Bundled data sets are checked against their
 * published SHA-256. Images are resized and their channels converted as requested.
 *
 * The identity's fingerprint is the SHA-256 of the images' uncompressed IDX file (for MNIST the
 * published one), so plain and gzip copies count as the same data set. Its path is absent for
 * bundled data sets.
 *
 * @param nameOrPath a name in one of `datasetsDirs`, or a path to a folder or an images file
 * @throws StudioError `data` for an unknown, damaged or unsuitable data set, naming the file;
 * `usage` for an unsupported size or number of channels
 */
export async function loadDataset(nameOrPath: string, options: LoadOptions): Promise<Dataset> {
  const { imageSize, split = 'train' } = options
  const channels = checkOptions(options)
  const folder = await findFolder(nameOrPath, options.datasetsDirs)
  const { images: path, labels: labelFile } = await filesOf(folder, split)
  const file = await readVerified(
    path,
    folder,
    `${split}-images`,
    ({ dims }) => new PixelReader(checkImages(dims, path), imageSize, channels),
  )
  const shape = checkImages(file.dims, path)
  const read =
    labelFile === undefined
      ? undefined
      : await loadLabels(labelFile, folder, `${split}-labels`, shape.count)
  const labels = read?.sink.data
  refuseUnfitLabels({ name: folder.name, labels }, options)
  const ofLabels = options.classes === undefined ? {} : { labels: read?.sha256 ?? '' }
  return {
    identity: { ...identify(folder, file.sha256, shape), ...ofLabels },
    pixels: file.sink.finish(),
    count: shape.count,
    imageSize,
    channels,
    ...(labels === undefined ? {} : { labels }),
  }
}

/**
 * Checks in milliseconds, by file names and headers only, that a user's data set can be trained on.
 * Bundled data sets are only checked when loaded.
 *
 * @throws StudioError `data`
 */
export async function checkDataset(
  nameOrPath: string,
  datasetsDirs: readonly string[],
): Promise<void> {
  const folder = await findFolder(nameOrPath, datasetsDirs)
  if (folder.bundled) return
  const { images, labels } = await filesOf(folder, 'train')
  const { count } = checkImages((await readIdxFileHeader(images)).dims, images)
  if (labels !== undefined) checkLabels((await readIdxFileHeader(labels)).dims, count, labels)
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
  const folder = await findFolder(nameOrPath, datasetsDirs)
  const { images, labels: file } = await filesOf(folder, 'train')
  const { count } = checkImages((await readIdxFileHeader(images)).dims, images)
  const read =
    file === undefined ? undefined : await loadLabels(file, folder, 'train-labels', count)
  refuseUnfitLabels({ name: folder.name, labels: read?.sink.data }, wanted)
}

function checkOptions({ imageSize, channels }: LoadOptions): 1 | 3 {
  if (!Number.isInteger(imageSize) || imageSize < 1) {
    throw problemError('usage', 'imageSizeNotWhole', { size: imageSize }, { where: 'imageSize' })
  }
  if (channels !== 1 && channels !== 3) {
    throw problemError('usage', 'channelsUnknown', { channels }, { where: 'channels' })
  }
  return channels
}

async function loadLabels(
  path: string,
  folder: DatasetFolder,
  role: Role,
  images: number,
): Promise<Streamed<Sink & { readonly data: Uint8Array }>> {
  return readVerified(path, folder, role, (header) => {
    checkLabels(header.dims, images, path)
    return wholeFile(header)
  })
}

/**
 * Reads a file with {@link streamIdxFile}, and checks the SHA-256 if it belongs to a bundled data
 * set.
 */
async function readVerified<S extends Sink>(
  path: string,
  folder: DatasetFolder,
  role: Role,
  begin: (header: IdxHeader) => S,
): Promise<Streamed<S>> {
  const sums = folder.bundled ? knownSums[folder.name] : undefined
  if (sums === undefined) return streamIdxFile(path, begin)
  const name = folder.name.toUpperCase()
  const damaged = (why: Notice, cause?: unknown): StudioError =>
    problemError('data', 'bundledDamaged', { name, path, why }, { where: path, cause })
  const file = await streamIdxFile(path, begin).catch((error: unknown) => {
    if (!(error instanceof StudioError) || error.code !== 'data') throw error
    const { where: _same, ...why } = asNotice(error, { remedy: false })
    throw damaged(why, error)
  })
  const expected = sums[role]
  if (file.sha256 === expected) return file
  throw damaged(notice('otherSha256', { found: file.sha256, published: expected }))
}

function identify(folder: DatasetFolder, fingerprint: string, shape: SquareShape): DatasetIdentity {
  const { count: images, width, height, channels } = shape
  const path = folder.bundled ? {} : { path: folder.path }
  return { name: folder.name, ...path, fingerprint, images, width, height, channels }
}
