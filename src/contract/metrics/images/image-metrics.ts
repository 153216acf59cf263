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
 * All metrics of images, one file each, with the keys of src/main/metrics. They are stored in
 * evaluations, not in metrics.jsonl, so they are not part of the table of a run's log.
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
