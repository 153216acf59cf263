import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { precision } from '../../../../contract/metrics/images/precision'
import { recall } from '../../../../contract/metrics/images/recall'
import { floorIn, valueIn } from '../evaluation-lines'

/** Precision and recall of a step, 0 to 1 each. */
export interface PlanePoint {
  step: number
  precision: number
  recall: number
}

/**
 * Precision and recall by step, for the number of generated images that was used at the most steps,
 * since values with different numbers cannot be compared. Empty unless both were measured.
 *
 * @param evaluations of one protocol, by step
 */
export function planePoints(evaluations: readonly Evaluation[]): PlanePoint[] {
  const byCount = new Map<number, PlanePoint[]>()
  for (const evaluation of evaluations) {
    const { step, protocol } = evaluation
    const [p, r] = [precision, recall].map(({ key }) => valueIn(evaluation, key))
    if (step === null || p === undefined || r === undefined) continue
    const point = { step, precision: p, recall: r }
    byCount.set(protocol.generatedCount, [...(byCount.get(protocol.generatedCount) ?? []), point])
  }
  const [most = []] = [...byCount.values()].sort((a, b) => b.length - a.length)
  return most
}

/** Precision and recall of real images in the newest measurement that has both. */
export function realPoint(
  evaluations: readonly Evaluation[],
): Omit<PlanePoint, 'step'> | undefined {
  for (const evaluation of evaluations.toReversed()) {
    const [p, r] = [precision, recall].map(({ key }) => floorIn(evaluation, key)?.value)
    if (p !== undefined && r !== undefined) return { precision: p, recall: r }
  }
  return undefined
}
