import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import type { Plan } from '../../../../contract/problems/needs'
import { anyChanges } from '../../../../contract/recipe/schedule'
import {
  batchesPerEpoch,
  roundedEpochs,
  stepsPerEpoch,
  totalSteps,
} from '../../../../contract/run-length'
import type { NeedSettings } from './training-memory'

/** Warns about steps after a learning rate's decay to 0: they change no weights. */
export function idleWarning({ hyperparameters: h, images }: NeedSettings, plan: Plan): Notice[] {
  // 0 stands for the end of training.
  const decays = h.learningRateSchedule !== 'constant' && h.scheduleEnd > 0
  if (!decays || h.learningRateEnd > 0) return []
  const last = Math.ceil(h.scheduleEnd * stepsPerEpoch(h, images.count))
  const steps = totalSteps(h, images.count)
  return last < steps ? [notice('rateStaysZero', { last, steps, plan })] : []
}

/** Warns about settings that the run or its epochs are too short for. */
export function lengthWarnings({ hyperparameters: h, images }: NeedSettings): Notice[] {
  const steps = totalSteps(h, images.count)
  const epochs = steps / stepsPerEpoch(h, images.count)
  const ends = Number(epochs.toPrecision(3))
  const warnings: Notice[] = []
  if (h.warmUp > epochs) warnings.push(notice('warmUpTooLong', { warmUp: h.warmUp, ends }))
  if (anyChanges(h) && h.scheduleEnd > epochs) {
    const scheduleEnd = roundedEpochs(h.scheduleEnd)
    warnings.push(notice('schedulesTooLong', { scheduleEnd, ends }))
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
