import type { DatasetCheck } from '../../../contract/datasets/detail'
import type { DatasetDocument, DatasetPart } from '../../../contract/datasets/document'
import { asNotice, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { sumUp } from './finish'
import { readDatasetDocument } from './read-document'

/**
 * Reads all files of a prepared data set and compares them with the fingerprints in its document.
 *
 * @throws StudioError `data` if there is no readable document
 */
export async function checkStored(dir: string): Promise<DatasetCheck> {
  const document = await readDatasetDocument(dir)
  const { train, holdOut } = document
  const problems = [
    ...(await problemsOf(dir, train, document)),
    ...(holdOut === null ? [] : await problemsOf(dir, holdOut, document)),
  ]
  return { images: train.images + (holdOut?.images ?? 0), problems }
}

async function problemsOf(
  dir: string,
  part: DatasetPart,
  document: DatasetDocument,
): Promise<Notice[]> {
  try {
    const sums = await sumUp(dir, part, document)
    const problems: Notice[] = []
    if (sums.fingerprint !== part.fingerprint) problems.push(notice('pixelsChanged', {}))
    if (sums.labelsFingerprint !== part.labelsFingerprint)
      problems.push(notice('labelsChanged', {}))
    return problems
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    return [asNotice(error)]
  }
}
