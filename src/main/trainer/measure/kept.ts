import { asNotice, problemError, StudioError, toReport } from '../../../contract/errors'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { MeasureJob, MeasureReply } from '../../../contract/evaluations/measuring'
import { mergeEvaluation } from '../../storage/evaluations/evaluations'
import { merged } from './merge'

/**
 * Stores an evaluation in its run, if requested. If that fails, for example because the disk is
 * full, the values are still returned, with the error.
 *
 * @param measured what this request measured
 * @param known what was stored before
 */
export async function kept(
  { store }: Pick<MeasureJob, 'store'>,
  measured: Evaluation,
  known: Evaluation | undefined,
): Promise<Pick<MeasureReply, 'evaluation' | 'file' | 'notStored'>> {
  if (store === undefined) return { evaluation: measured }
  try {
    return await mergeEvaluation(store, measured, merged)
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    const why = asNotice(error, { remedy: false })
    const { code, where } = error
    const place = where === undefined ? {} : { where }
    const notStored = problemError(code, 'evaluationNotStored', { why }, { ...place, cause: error })
    return { evaluation: merged(known, measured), notStored: toReport(notStored) }
  }
}
