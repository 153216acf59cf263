import { problemError } from '../errors'
import type { Hyperparameters } from '../hyperparameters'
import { stepsPerEpoch, totalSteps } from '../run-length'
import { anyChanges } from './schedule'

/**
 * Replaces the wish that schedules end with training by the number of epochs that this is, as a new
 * run stores it: if the run is trained longer, the steps already taken are still those of its
 * settings.
 *
 * @param images in the data set
 * @throws StudioError `usage` if training would end before schedules begin
 */
export function withFixedSchedule(h: Hyperparameters, images: number): Hyperparameters {
  if (!anyChanges(h) || h.scheduleEnd !== 0) return h
  const scheduleEnd = totalSteps(h, images) / stepsPerEpoch(h, images)
  if (scheduleEnd > h.scheduleBegin) return { ...h, scheduleEnd }
  throw problemError('usage', 'schedulesNeverBegin', {}, { where: 'scheduleBegin' })
}

/** A run's length; null until its data set has been read. */
interface RunLength {
  totalSteps: number | null
  stepsPerEpoch: number | null
}

/**
 * The inverse of {@link withFixedSchedule}, for comparing and showing settings: `scheduleEnd` becomes
 * 0 if schedules end with the run. In a run that was trained longer, it stays a number.
 */
export function withOpenSchedule(
  h: Hyperparameters,
  { totalSteps, stepsPerEpoch }: RunLength,
): Hyperparameters {
  if (totalSteps === null || stepsPerEpoch === null) {
    return h.steps === 0 && h.scheduleEnd === h.epochs ? { ...h, scheduleEnd: 0 } : h
  }
  return h.scheduleEnd === totalSteps / stepsPerEpoch ? { ...h, scheduleEnd: 0 } : h
}
