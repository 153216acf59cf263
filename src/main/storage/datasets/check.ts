import type { DatasetCheck } from '../../../contract/datasets/detail'
import type { DatasetPart } from '../../../contract/datasets/document'
import { asNotice, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { sumUp } from './finish'
import { checkNames } from './read-names'
import { checkFiles } from './read-document'
import type { PreparedDataset } from './read-document'

/**
 * Reads all files of a prepared data set and compares them with the fingerprints in its document.
 */
export async function checkPrepared(prepared: PreparedDataset): Promise<DatasetCheck> {
  const { train, holdOut } = prepared.document
  const problems = [
    ...(await problemsOf(prepared, train)),
    ...(holdOut === null ? [] : await problemsOf(prepared, holdOut)),
  ]
  return { images: train.images + (holdOut?.images ?? 0), problems }
}

async function problemsOf(prepared: PreparedDataset, part: DatasetPart): Promise<Notice[]> {
  try {
    await checkFiles(prepared, part)
    const sums = await sumUp(prepared.path, part, prepared.document)
    const problems: Notice[] = []
    if (sums.fingerprint !== part.fingerprint) problems.push(notice('pixelsChanged', {}))
    if (sums.labelsFingerprint !== part.labelsFingerprint) {
      problems.push(notice('labelsChanged', {}))
    }
    if (part.names !== null) await checkNames(prepared.path, part.names, part.images)
    return problems
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    return [asNotice(error)]
  }
}
