import type { Metrics } from '../../metrics/record'
import { notice } from '../../notices'
import type { Notice } from '../../notices'
import { median, valuesOf } from '../averages'
import { good } from '../detector'
import type { Detector, WatchedRun } from '../detector'

/**
 * A loss far above any from which networks recover, or scores that are not limited as the loss
 * requires.
 */
export const exploded: Detector = {
  kind: 'exploded',
  patience: 6,
  patienceAtEnd: 2,
  watch: (run) => (record) => {
    if (record.type !== 'steps') return undefined
    const what = hugeLoss(record.points, run) ?? scoresApart(record.points, run)
    return what === undefined ? good : { bad: true, what }
  },
}

function hugeLoss(points: readonly Metrics[], { loss }: WatchedRun): Notice | undefined {
  const limits = { lossG: loss.failedLossG, lossD: loss.failedLossD }
  for (const [key, limit = Infinity] of Object.entries(limits)) {
    const value = median(valuesOf(points, key))
    if (value === undefined || value <= limit) continue
    return notice('lossExploded', { key, value: twoDigits(value), highest: twoDigits(limit) })
  }
  return undefined
}

function scoresApart(
  points: readonly Metrics[],
  { loss, imageValues }: WatchedRun,
): Notice | undefined {
  const [real, fake] = [median(valuesOf(points, 'dReal')), median(valuesOf(points, 'dFake'))]
  if (loss.farthestApart === undefined || real === undefined || fake === undefined) return undefined
  const [apart, limit] = [Math.abs(real - fake), loss.farthestApart(imageValues)]
  if (apart <= limit) return undefined
  return notice('scoresExploded', { value: twoDigits(apart), highest: twoDigits(limit) })
}

/** Rounded, since the values vary from step to step. */
const twoDigits = (value: number): number => Number(value.toPrecision(2))
