import type { Hyperparameters } from '../hyperparameters'
import type { ScheduledName } from './schedule'
import { schedules } from './schedules/schedules'

/** The position of a step in the training. */
export interface SchedulePosition {
  /** Training steps taken before this one. */
  readonly step: number
  readonly stepsPerEpoch: number
}

/** Returns true if the value is not the same at every step. */
export const isScheduled = (h: Hyperparameters, name: ScheduledName): boolean =>
  h[`${name}Schedule`] !== 'constant' || (name === 'learningRate' && h.warmUp > 0)

/**
 * A hyperparameter's value at a step: as PyTorch's LinearLR and CosineAnnealingLR count, the first
 * value at the schedule's first step, the final one from the step after its last. The learning rate
 * is multiplied by its warm-up, (step + 1) / steps of warm-up.
 */
export function scheduledValue(
  h: Hyperparameters,
  name: ScheduledName,
  at: SchedulePosition,
): number {
  const [first, final] = [h[name], h[`${name}End`]]
  const share = schedules[h[`${name}Schedule`]].share(progressAt(h, at))
  const value = first + (final - first) * share
  return name === 'learningRate' ? value * warmUpAt(h, at) : value
}

/** How much of the schedules is over, from 0 to 1. */
function progressAt(h: Hyperparameters, { step, stepsPerEpoch }: SchedulePosition): number {
  const { scheduleBegin: begin, scheduleEnd } = h
  // A run has a number here; other callers, such as benchmarks, may have the wish.
  const end = scheduleEnd === 0 ? h.epochs : scheduleEnd
  return Math.min(1, Math.max(0, (step / stepsPerEpoch - begin) / (end - begin)))
}

function warmUpAt({ warmUp }: Hyperparameters, { step, stepsPerEpoch }: SchedulePosition): number {
  return warmUp === 0 ? 1 : Math.min(1, (step + 1) / (warmUp * stepsPerEpoch))
}
