import { problemError } from '../../../contract/errors'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { totalSteps } from '../../../contract/run-length'
import type { SweepSpec } from '../../../contract/sweep/spec'

/** Training images that one step sees. */
const imagesPerStep = ({ batchSize, discriminatorSteps }: Hyperparameters): number =>
  batchSize * discriminatorSteps

/**
 * The images after which averaged weights can be judged, two half-lives; one step's images without
 * averaging.
 */
function leastImages(h: Hyperparameters): number {
  const averaged = h.averaging === 'ema' ? 2 * h.emaHalfLife * 1000 : 0
  return Math.max(averaged, imagesPerStep(h))
}

/**
 * The steps at which the rungs of a configuration end, ascending; the last is the end of training.
 * Without halving, it is the only one.
 *
 * @param images the number of images of the data set
 */
export function rungSteps(
  { halving }: Pick<SweepSpec, 'halving'>,
  h: Hyperparameters,
  images: number,
): number[] {
  const total = totalSteps(h, images)
  if (halving === undefined) return [total]
  const ends = halving.images ?? usualImages(halving.eta, h, total)
  const steps = ends.map((end) => Math.max(1, Math.round(end / imagesPerStep(h))))
  return [...steps.filter((step) => step < total), total]
}

/** Rungs each `eta` times as long as the one before, the first long enough to judge averaged weights. */
function usualImages(eta: number, h: Hyperparameters, total: number): number[] {
  const ends: number[] = []
  let end = (total * imagesPerStep(h)) / eta
  for (; end >= leastImages(h) && end >= imagesPerStep(h); end /= eta) ends.unshift(end)
  return ends
}

/**
 * Refuses rungs that are not ascending, end before averaged weights can be judged, or not before
 * training does. All configurations must have the same number of rungs.
 *
 * @throws StudioError `usage`
 */
export function checkRungs(
  spec: Pick<SweepSpec, 'halving'>,
  configurations: readonly Hyperparameters[],
  images: number,
): void {
  const where = 'halving.images'
  const given = spec.halving?.images ?? []
  if (given.some((end, i) => end <= (given[i - 1] ?? 0))) {
    throw problemError('usage', 'sweepRungsOrder', {}, { where })
  }
  const [first] = given
  for (const h of configurations) {
    const [least, most] = [leastImages(h), totalSteps(h, images) * imagesPerStep(h)]
    if (first !== undefined && first < least) {
      throw problemError('usage', 'sweepRungTooEarly', { earliest: first, least }, { where })
    }
    const last = given.at(-1)
    if (last !== undefined && last >= most) {
      throw problemError('usage', 'sweepRungTooLate', { last, most }, { where })
    }
  }
  const counts = new Set(configurations.map((h) => rungSteps(spec, h, images).length))
  if (counts.size > 1) throw problemError('usage', 'sweepRungsDiffer', {}, { where })
}
