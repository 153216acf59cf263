import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import { anyChanges } from '../../../../contract/recipe/schedule'
import { batchesPerEpoch, stepsPerEpoch, totalSteps } from '../../../../contract/run-length'
import type { NeedSettings } from './training-memory'

/** Warns about settings that the run or its epochs are too short for. */
export function lengthWarnings({ hyperparameters: h, images }: NeedSettings): Notice[] {
  const steps = totalSteps(h, images.count)
  const ends = Number((steps / stepsPerEpoch(h, images.count)).toPrecision(3))
  const warnings: Notice[] = []
  if (h.warmUp > ends) warnings.push(notice('warmUpTooLong', { warmUp: h.warmUp, ends }))
  if (anyChanges(h) && h.scheduleEnd > ends) {
    warnings.push(notice('schedulesTooLong', { scheduleEnd: h.scheduleEnd, ends }))
  }
  if (h.penalty !== 'none' && h.penaltyInterval >= steps && steps > 1) {
    warnings.push(notice('penaltyOnce', { interval: h.penaltyInterval, steps }))
  }
  const batches = batchesPerEpoch(images.count, h.batchSize)
  if (h.discriminatorSteps > batches) {
    warnings.push(notice('stepOutlastsEpoch', { needed: h.discriminatorSteps, has: batches }))
  }
  return warnings
}
