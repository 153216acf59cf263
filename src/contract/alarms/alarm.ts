import { z } from 'zod'
import { noticeSchema } from '../notices'

/*
 * An alarm: a sign that training is going wrong. Stored in the session in which it was raised; see
 * docs/run-format.md.
 */

const step = z.number().int().min(0)

export const alarmSchema = z.object({
  /** One of the kinds in detectors.ts; other versions may know others. */
  kind: z.string().min(1),
  /** The step at which the problem began: the first that looked wrong. */
  since: step,
  /** The step at which the alarm was raised, since the problem had lasted long enough. */
  found: step,
  /** The step from which nothing looked wrong any more; absent while it lasts. */
  until: step.optional(),
  /** The observation, and what to do. */
  what: noticeSchema,
})
export type Alarm = z.infer<typeof alarmSchema>

/** Returns the alarms that have not ended, the oldest first. */
export const activeAlarms = (alarms: readonly Alarm[]): Alarm[] =>
  alarms.filter(({ until }) => until === undefined).sort((a, b) => a.since - b.since)

/** Images before this step are not judged, since those of an untrained generator are alike too. */
export const JUDGED_FROM = 200

/**
 * The newest checkpoint of a run from before its first active alarm began; null if there is none,
 * or no active alarm. Checkpoints of steps that are not judged may be as bad as later ones.
 *
 * @param steps of the checkpoints
 */
export function checkpointBefore(
  alarms: readonly Alarm[],
  steps: readonly number[],
): number | null {
  const [first] = activeAlarms(alarms)
  if (first === undefined) return null
  const earlier = steps.filter((saved) => saved >= JUDGED_FROM && saved < first.since)
  return earlier.length === 0 ? null : Math.max(...earlier)
}
