import { asNotice, fromReport, problemError, StudioError, toReport } from '../../../contract/errors'
import type { DocumentKind } from '../files/documents'

/**
 * Runs `read`, which reads a document of a data set, and converts its errors: documents are usually
 * those of runs, so errors have the code `checkpoint`. An invalid document gets the remedy of its
 * kind.
 *
 * @throws StudioError `data` instead of `checkpoint`
 */
export async function ofData<T>(
  kind: DocumentKind,
  where: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'checkpoint') throw error
    if (error.problem?.code !== 'notValid') throw fromReport({ ...toReport(error), code: 'data' })
    const { where: _same, ...why } = asNotice(error)
    throw problemError('data', kind.unreadable, { why }, { where, cause: error })
  }
}
