import type { Evaluation } from '../../evaluations/evaluation'
import { fidIn } from '../../evaluations/run-quality'
import type { Notice } from '../../notices'
import { JUDGED_FROM } from '../alarm'
import { good } from '../detector'
import type { Detector } from '../detector'

/* Shared by the detectors that judge measurements. */

/** FID has to fall below this share of its lowest value so far to show that a run is learning. */
const IMPROVED = 0.95

interface Measure {
  kind: string
  /**
   * Begins to watch a run.
   *
   * @returns a judge of each measurement: null if it is good, undefined if it proves nothing
   */
  watch(): (evaluation: Evaluation, step: number) => Notice | null | undefined
}

/**
 * A detector that judges measurements, except those whose FID is still falling: the images of a
 * young run may lack classes and variety, but they are improving.
 */
export const measurementDetector = ({ kind, watch }: Measure): Detector => ({
  kind,
  patience: 2,
  patienceAtEnd: 2,
  watch() {
    const judge = watch()
    let lowest: number | undefined
    return (record) => {
      if (record.type !== 'evaluation') return undefined
      const what = judge(record.evaluation, record.step)
      const fid = fidIn(record.evaluation.results)
      const improves = fid !== undefined && lowest !== undefined && fid < IMPROVED * lowest
      if (fid !== undefined) lowest = Math.min(fid, lowest ?? fid)
      if (what === undefined || record.step < JUDGED_FROM) return undefined
      return what === null || improves ? good : { bad: true, what }
    }
  },
})
