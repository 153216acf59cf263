import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice, type Notice } from '../../../contract/notices'
import type { Dataset } from '../../../contract/datasets/dataset'
import { MemoryImages } from '../../../contract/datasets/memory-images'
import { type DatasetIdentity } from '../../../contract/run'
import { classesIn, refuseUnfitLabels } from './class-labels'
import type { ForClasses } from './class-labels'
import { filesOf } from '../../sources/idx/find-set'
import { checkImages, checkLabels, type SquareShape } from '../../sources/idx/shape'
import type { DatasetFolder } from './find-dataset'
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

interface IdxOptions extends ForClasses {
  imageSize: number
  channels: 1 | 3
  split: 'train' | 't10k'
}

/**
 * Loads IDX files into memory. Bundled data sets are checked against their published SHA-256.
 *
 * @throws StudioError `data`, naming the file; `usage`
 */
export async function loadIdx(folder: DatasetFolder, options: IdxOptions): Promise<Dataset> {
  const { imageSize, channels, split } = options
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
  refuseUnfitLabels(
    { name: folder.name, has: labels && classesIn(labels), prepared: false },
    options,
  )
  const ofLabels = options.classes === undefined ? {} : { labels: read?.sha256 ?? '' }
  return {
    identity: { ...identify(folder, file.sha256, shape), ...ofLabels },
    images: new MemoryImages(file.sink.finish(), channels * imageSize ** 2),
    count: shape.count,
    imageSize,
    channels,
    ...(labels === undefined ? {} : { labels }),
  }
}

/** The shape of the training images, from their file's header. @throws StudioError `data` */
export async function idxShape(folder: DatasetFolder): Promise<SquareShape> {
  const { images } = await filesOf(folder, 'train')
  return checkImages((await readIdxFileHeader(images)).dims, images)
}

/** Problems that do not mean that there are no test images. */
const OTHER_PROBLEMS = ['severalDatasets', 'dataFolderUnreadable']

/** Returns true if there are test images. @throws StudioError `data` if there are several sets of them */
export async function hasTestImages(folder: DatasetFolder): Promise<boolean> {
  return filesOf(folder, 't10k').then(
    () => true,
    (error: unknown) => {
      const code = error instanceof StudioError ? error.problem?.code : undefined
      if (code === undefined || OTHER_PROBLEMS.includes(code)) throw error
      return false
    },
  )
}

/** Checks the headers of the training files. @throws StudioError `data` */
export async function checkIdx(folder: DatasetFolder): Promise<void> {
  const { images, labels } = await filesOf(folder, 'train')
  const { count } = checkImages((await readIdxFileHeader(images)).dims, images)
  if (labels !== undefined) checkLabels((await readIdxFileHeader(labels)).dims, count, labels)
}

/** Number of classes of the training images; undefined without labels. @throws StudioError `data` */
export async function idxClasses(folder: DatasetFolder): Promise<number | undefined> {
  const { images, labels: file } = await filesOf(folder, 'train')
  const { count } = checkImages((await readIdxFileHeader(images)).dims, images)
  if (file === undefined) return undefined
  const { sink } = await loadLabels(file, folder, 'train-labels', count)
  return classesIn(sink.data)
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
