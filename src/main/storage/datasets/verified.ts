import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { DatasetPart } from '../../../contract/datasets/document'
import { problemError } from '../../../contract/errors'
import { onDisk } from '../files/disk-errors'
import { imagesHeader, labelsFingerprint } from './fingerprints'
import { fileIn, imageBytesOf, shapeOf } from './read-document'
import type { PreparedDataset } from './read-document'
import { shardBytes } from './shards'

/**
 * Reads all of a part's images and compares them with the document's fingerprint.
 *
 * @param take receives the images' bytes, one chunk after another
 * @throws StudioError `data` if they differ, or a file is too short; `storage`
 */
export async function readVerified(
  prepared: PreparedDataset,
  part: DatasetPart,
  take: (chunk: Uint8Array) => void = () => undefined,
): Promise<void> {
  const shape = shapeOf(prepared, part)
  const hash = createHash('sha256').update(imagesHeader(shape))
  for await (const chunk of shardBytes(prepared.path, part.shards, imageBytesOf(shape))) {
    hash.update(chunk)
    take(chunk)
  }
  if (hash.digest('hex') === part.fingerprint) return
  const { name } = prepared.document
  throw problemError('data', 'datasetDamaged', { name }, { where: prepared.path })
}

/**
 * True if a file of images was written after the data set was made: by someone who changed it, or
 * who only copied it.
 */
export async function writtenSince(
  { path: dir, document }: PreparedDataset,
  { shards }: DatasetPart,
): Promise<boolean> {
  const createdAt = Date.parse(document.createdAt)
  for (const { file } of shards) {
    const path = fileIn(dir, file)
    const { mtimeMs } = await onDisk('read the images', path, () => stat(path))
    // The document's time has no fractions of a millisecond.
    if (Math.floor(mtimeMs) > createdAt) return true
  }
  return false
}

/** @throws StudioError `data` if the labels are not those that the data set was made with */
export function verifyLabels(
  { path, document }: PreparedDataset,
  { labels: file, labelsFingerprint: expected }: DatasetPart,
  labels: Uint16Array,
): void {
  if (file === null || labelsFingerprint(labels) === expected) return
  const { name } = document
  throw problemError('data', 'datasetLabelsDamaged', { name }, { where: fileIn(path, file) })
}
