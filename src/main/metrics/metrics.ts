import { classAccuracy } from './classes/class-accuracy'
import { classDivergence } from './classes/class-divergence'
import { classifierScore } from './classes/classifier-score'
import { fid } from './distribution/fid'
import { fidInfinity } from './distribution/fid-infinity'
import { kid } from './distribution/kid'
import { effectiveRank } from './diversity/effective-rank'
import { pairwiseDistance } from './diversity/pairwise-distance'
import { coverage } from './manifold/coverage'
import { density } from './manifold/density'
import { precision } from './manifold/precision'
import { recall } from './manifold/recall'
import type { AvailableInputs, Measured, Metric } from './metric'
import { memorisation } from './training-images/memorisation'

/** All image metrics, one file each. */
export const imageMetrics: readonly Metric[] = [
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

/** The metrics whose inputs are all available. */
export const measurable = (inputs: AvailableInputs): Metric[] =>
  imageMetrics.filter(({ needs }) => needs.every((need) => inputs[need] !== undefined))

/**
 * Computes metrics one at a time, as the caller iterates: all whose inputs are available, or those
 * with the given keys.
 *
 * @throws StudioError `data` if the inputs do not fit each other or are too few
 */
export function* measure(
  inputs: AvailableInputs,
  keys?: readonly string[],
): Generator<Measured & { key: string }> {
  for (const metric of measurable(inputs)) {
    if (keys !== undefined && !keys.includes(metric.key)) continue
    yield { key: metric.key, ...metric.compute(inputs) }
  }
}
