import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { datasetDocumentSchema, DATASET_SCHEMA_VERSION } from '../../../contract/datasets/document'
import type { DatasetDocument, DatasetPart } from '../../../contract/datasets/document'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import { errnoOf } from '../../disk/errno'
import { checkImages } from '../../sources/idx/shape'
import type { SquareShape } from '../../sources/idx/shape'
import { parseDocument, parseStored, readDocument } from '../files/documents'
import type { DocumentKind } from '../files/documents'
import { ofData } from './of-data'
import { documentFile } from './paths'

const KIND: DocumentKind = {
  what: 'The data set',
  version: DATASET_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'datasetUnreadable',
}

/** A data set that an import stored. */
export interface PreparedDataset {
  /** Its folder, absolute. */
  path: string
  document: DatasetDocument
  /** The document as stored, with the keys that this version does not know. */
  raw: object
}

/**
 * Reads the document of a prepared data set.
 *
 * @param path its folder
 * @returns undefined if the folder has no dataset.json
 * @throws StudioError `data` if the document is damaged, or from a newer version; `storage` if the
 *   disk fails
 */
export async function readPrepared(path: string): Promise<PreparedDataset | undefined> {
  const file = documentFile(path)
  const isMissing = await stat(file).then(
    () => false,
    (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? ''),
  )
  if (isMissing) return undefined
  return ofData(KIND, file, async () => {
    const { raw, migrated } = parseDocument(await readDocument(file, KIND), KIND, file)
    const document = parseStored(datasetDocumentSchema, migrated, KIND.what, file)
    return { path, document, raw }
  })
}

/** The shape of a part's images. @throws StudioError `data` if they are not square */
export const shapeOf = ({ path, document }: PreparedDataset, part: DatasetPart): SquareShape =>
  checkImages([part.images, document.height, document.width, document.channels], path)

export const imageBytesOf = ({ width, height, channels }: SquareShape): number =>
  width * height * channels

/**
 * Checks that a part's files exist with exactly the right sizes, without reading them.
 *
 * @throws StudioError `data` naming the file
 */
export async function checkFiles(prepared: PreparedDataset, part: DatasetPart): Promise<void> {
  const { path } = prepared
  const { images, shards, labels } = part
  const found = shards.reduce((sum, shard) => sum + shard.images, 0)
  if (found !== images) {
    throw problemError(
      'data',
      'datasetCountsDiffer',
      { images, found },
      { where: documentFile(path) },
    )
  }
  const bytes = imageBytesOf(shapeOf(prepared, part))
  for (const shard of shards) await checkFile(path, shard.file, shard.images * bytes)
  if (labels !== null) await checkFile(path, labels, 2 * images)
}

async function checkFile(dir: string, file: string, expected: number): Promise<void> {
  const path = fileIn(dir, file)
  const stats = await stat(path).catch((cause: Error) => {
    const at = { where: path, cause }
    if (errnoOf(cause) === 'ENOENT') throw problemError('data', 'datasetFileMissing', { file }, at)
    throw problemError('data', 'datasetFileUnreadable', { file, why: cause.message }, at)
  })
  if (!stats.isFile()) throw problemError('data', 'datasetFileMissing', { file }, { where: path })
  if (stats.size === expected) return
  const given = { file, bytes: stats.size, expected }
  throw problemError('data', 'datasetFileSize', given, { where: path })
}

/** The path of a data set's file. @throws StudioError `data` if it is not in its folder */
export function fileIn(dir: string, file: string): string {
  const isPlain = !/[\\/\0]/.test(file) && basename(file) === file && !/^\.{1,2}$/.test(file)
  if (isPlain) return join(dir, file)
  throw problemError('data', 'datasetFileOutside', { file }, { where: documentFile(dir) })
}

/** As {@link readPrepared}, of a folder that must have a document. */
export async function requirePrepared(path: string): Promise<PreparedDataset> {
  const prepared = await readPrepared(path)
  if (prepared !== undefined) return prepared
  const why = notice('fileMissing', {})
  throw problemError('data', 'datasetUnreadable', { why }, { where: documentFile(path) })
}
