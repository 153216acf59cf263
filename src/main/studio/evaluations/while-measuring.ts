import fs from 'node:fs'
import { problemError } from '../../../contract/errors'
import type { ReplyBody, RequestBody } from '../../../contract/trainer'
import { markMeasured } from '../../storage/runs/measuring-marks'
import { runFile } from '../../storage/runs/paths'
import type { MeasureWatch, MeasuringProcess, Work } from './measuring-process'

/** Milliseconds between looks at the run's folder. */
const LOOK_MS = 1000

/** Sends a request to the measuring process, and follows the folder of its run. */
export const measureFor = <T extends Work>(
  evaluator: MeasuringProcess,
  type: T,
  job: RequestBody<T>,
  watch: MeasureWatch,
): Promise<ReplyBody<T>> =>
  whileMeasuring(job.store, watch, (own) => evaluator.request(type, job, own))

/**
 * Measures for a run, which is marked meanwhile; see measuring-marks.ts. Cancels the measurement if
 * the run's folder disappears, since the result could not be stored.
 *
 * @param runDir undefined if the result is not stored
 * @throws StudioError `storage` if the run was deleted or moved; as `measure`
 */
async function whileMeasuring<T>(
  runDir: string | undefined,
  watch: MeasureWatch,
  measure: (watch: MeasureWatch) => Promise<T>,
): Promise<T> {
  if (runDir === undefined) return measure(watch)
  const isGone = (): boolean => !fs.existsSync(runFile(runDir))
  const gone = new AbortController()
  const timer = setInterval(() => isGone() && gone.abort(), LOOK_MS).unref()
  const unmark = await markMeasured(runDir)
  const signals = [gone.signal, ...(watch.signal === undefined ? [] : [watch.signal])]
  try {
    return await measure({ ...watch, signal: AbortSignal.any(signals) })
  } catch (error) {
    if (watch.signal?.aborted === true || !(gone.signal.aborted || isGone())) throw error
    throw problemError('storage', 'measuredRunGone', {}, { where: runDir, cause: error })
  } finally {
    clearInterval(timer)
    await unmark()
  }
}
