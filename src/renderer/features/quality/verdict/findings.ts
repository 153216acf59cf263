import { VARIETY_LIMITS } from '../../../../contract/alarms/detectors/variety-lost'
import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { verdictOf } from '../../../../contract/evaluations/verdict'
import type { Verdict } from '../../../../contract/evaluations/verdict'
import { fidIn } from '../../../../contract/evaluations/run-quality'
import { bundledNets } from '../../../../contract/feature-nets/choice'
import { pairwiseDistance } from '../../../../contract/metrics/images/pairwise-distance'
import { precision } from '../../../../contract/metrics/images/precision'
import { recall } from '../../../../contract/metrics/images/recall'
import { classSharesOf } from '../classes/class-shares'
import { floorIn, valueIn } from '../evaluation-lines'

/* A summary of a measurement, for people who do not know the metrics. */

/** Below this precision or recall, hardly any image is near one of the other set. */
const ALMOST_NONE = 0.1
/** With fewer images, precision and recall are low by chance. */
const ENOUGH_IMAGES = 1_000

export type Finding =
  | { kind: 'classesMissing'; missing: number; of: number }
  | { kind: 'fewLookReal'; precision: number }
  | { kind: 'littleCovered'; recall: number }
  | { kind: 'nearlyAlike'; share: number }

export interface Summary {
  step: number
  /**
   * The rating of its FID; `noScale` for feature nets without known limits, `noFloor` without the FID
   * of the same number of real images.
   */
  rating: Verdict | 'noScale' | 'noFloor'
  /** True if there is no value of real images because no image was held out. */
  nothingHeldOut: boolean
  findings: readonly Finding[]
}

/**
 * Summarises the newest measurement; of several at the same step, the one with the most images. Undefined
 * if none has an FID.
 *
 * @param evaluations of one protocol, by step
 */
export function summaryOf(evaluations: readonly Evaluation[]): Summary | undefined {
  const measured = evaluations.filter(({ results }) => fidIn(results) !== undefined)
  const last = measured.at(-1)?.step
  const [newest] = measured
    .filter(({ step }) => step === last)
    .toSorted((a, b) => b.protocol.generatedCount - a.protocol.generatedCount)
  const fid = fidIn(newest?.results)
  if (newest === undefined || fid === undefined) return undefined
  const { net, generatedCount } = newest.protocol
  const floor = floorIn(newest, 'fid')
  const comparable = floor?.count === generatedCount ? floor.value : null
  const rating = verdictOf({ fid, floor: comparable, net }) ?? unrated(net.id)
  const findings = findingsIn(newest)
  return {
    step: newest.step ?? 0,
    rating,
    nothingHeldOut: newest.floor === null && newest.protocol.split === 'training',
    // The classifier merely guesses the classes of noise.
    findings:
      rating === 'far' ? findings.filter(({ kind }) => kind !== 'classesMissing') : findings,
  }
}

const unrated = (net: string) => (bundledNets.some((id) => id === net) ? 'noFloor' : 'noScale')

function findingsIn(evaluation: Evaluation): Finding[] {
  const findings: Finding[] = []
  const shares = classSharesOf([evaluation], null)
  const of = shares?.shares.filter(({ data }) => data > 0).length ?? 0
  if (shares !== undefined && shares.missing > 0) {
    findings.push({ kind: 'classesMissing', missing: shares.missing, of })
  }
  const { generatedCount, realCount } = evaluation.protocol
  if (Math.min(generatedCount, realCount) >= ENOUGH_IMAGES) {
    const [p = 1, r = 1] = [precision, recall].map(({ key }) => valueIn(evaluation, key))
    if (p < ALMOST_NONE) findings.push({ kind: 'fewLookReal', precision: p })
    if (r < ALMOST_NONE) findings.push({ kind: 'littleCovered', recall: r })
  }
  const distance = valueIn(evaluation, pairwiseDistance.key)
  const ofReal = realDistanceIn(evaluation)
  if (
    distance !== undefined &&
    ofReal !== undefined &&
    distance < VARIETY_LIMITS.pairwiseDistance * ofReal
  ) {
    findings.push({ kind: 'nearlyAlike', share: distance / ofReal })
  }
  return findings
}

/** The mean distance between real images: of the floor or, without one, of those compared with. */
function realDistanceIn(evaluation: Evaluation): number | undefined {
  const { key } = pairwiseDistance
  const measured = evaluation.results.find((result) => result.key === key)
  const compared = measured?.details['realDistance']
  return floorIn(evaluation, key)?.value ?? (typeof compared === 'number' ? compared : undefined)
}
