import type { Notice } from '../../notices'
import { JUDGED_FROM } from '../alarm'
import { good } from '../detector'
import type { Detector } from '../detector'
import type { Variety } from '../variety'

/* Common to the detectors of sample grids. */

interface GridMeasure {
  kind: string
  /** The variety of the grid, and that of the same number of real images. */
  measure(variety: Variety): { shown: number; real: number }
  /** The share of the real images' variety below which a grid is bad. */
  tooLow: number
  what(shown: number, real: number): Notice
}

/** A detector of grids with too little variety, unless they are becoming more varied. */
export const gridDetector = ({ kind, measure, tooLow, what }: GridMeasure): Detector => ({
  kind,
  patience: 2,
  patienceAtEnd: 1,
  watch() {
    let before: number | undefined
    return (record) => {
      if (record.type !== 'grid') return undefined
      const { shown, real } = measure(record.variety)
      const grows = isGrowing(before, shown)
      before = shown
      if (record.step < JUDGED_FROM) return undefined
      return shown >= tooLow * real || grows ? good : { bad: true, what: what(shown, real) }
    }
  },
})

/**
 * Whether the variety has grown by more than a fifth since the last grid, so that the run is still
 * learning.
 */
const isGrowing = (before: number | undefined, now: number): boolean =>
  before !== undefined && now > 1.2 * before

/** Whole percent. */
export const percentOf = (value: number, of: number): number =>
  of === 0 ? 100 : Math.round((value / of) * 100)
