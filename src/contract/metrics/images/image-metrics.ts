import type { EvaluationMetric } from '../metric'
import { classAccuracy } from './class-accuracy'
import { classDivergence } from './class-divergence'
import { classifierScore } from './classifier-score'
import { coverage } from './coverage'
import { density } from './density'
import { effectiveRank } from './effective-rank'
import { fid } from './fid'
import { fidInfinity } from './fid-infinity'
import { kid } from './kid'
import { memorisation } from './memorisation'
import { pairwiseDistance } from './pairwise-distance'
import { precision } from './precision'
import { recall } from './recall'

/**
 * All image metrics, one file each, with the same keys as in src/main/metrics. They are stored in
 * evaluations rather than metrics.jsonl, so the table of metrics in a run's log does not have them.
 */
export const imageMetrics: readonly EvaluationMetric[] = [
  fid,
  fidInfinity,
  kid,
  precision,
  recall,
  density,
  coverage,
  classifierScore,
  classDivergence,
  classAccuracy,
  memorisation,
  pairwiseDistance,
  effectiveRank,
]

/** Returns undefined for a key that only another version knows. */
export const imageMetricOf = (key: string): EvaluationMetric | undefined =>
  imageMetrics.find((metric) => metric.key === key)
