import { toPoints } from './chart-model'
import type { ChartLine, Point } from './chart-model'

type Values = Pick<ChartLine, 'xs' | 'smoothed' | 'sparse'>

/** The points made of each list of values, and their other inputs. */
const kept = new WeakMap<
  readonly number[],
  Omit<Values, 'smoothed'> & { logarithmic: boolean; points: Point[] }
>()

/**
 * Returns a line's points; the same list as before if only the look of the line has changed, so that
 * Chart.js does not build its elements again.
 */
export function keptPoints(line: Values, logarithmic: boolean): Point[] {
  const { xs, sparse, smoothed } = line
  const before = kept.get(smoothed)
  if (before?.xs === xs && before.sparse === sparse && before.logarithmic === logarithmic) {
    return before.points
  }
  const points = toPoints(line, logarithmic)
  kept.set(smoothed, { xs, sparse, logarithmic, points })
  return points
}
