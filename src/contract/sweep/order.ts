import { imageMetricOf } from '../metrics/images/image-metrics'
import type { Standing } from './commands'

/* The order of a sweep's results. */

/** Negative if score `a` is better than `b`; null, for no score, is worst. */
export function compareScores(metric: string, a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return imageMetricOf(metric)?.better === 'higher' ? b - a : a - b
}

/** Standings that have a score, best first: a later rung counts more than any score. */
export function ranked(metric: string, standings: readonly Standing[]): Standing[] {
  return standings
    .filter(({ score, state }) => score !== null && state !== 'out')
    .toSorted((a, b) => b.rung - a.rung || compareScores(metric, a.score, b.score))
}
