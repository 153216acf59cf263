import { divergenceOf } from '../divergence'
import { notice } from '../notices'
import type { Notice } from '../notices'
import type { Run, Session } from '../run'
import { activeAlarms } from './alarm'
import type { Alarm } from './alarm'

/** The kind of alarm for values that have become NaN or infinite, which ends training. */
export const NOT_FINITE = 'notFinite'

/**
 * With fewer steps, the images of the MNIST presets are pure noise. The limit is deliberately low:
 * even vague blobs take about 100 steps.
 */
const MIN_RECOGNISABLE_STEPS = 50

/** Returns the alarms of a run, in the order in which they were found; see docs/run-format.md. */
export function alarmsOf(run: Run): Alarm[] {
  const divergence = divergenceOf(run)
  const error = run.sessions.at(-1)?.error
  const recorded = alarmsIn(run.sessions)
  if (divergence === null || error === undefined) return recorded
  const { step } = divergence
  return [...recorded, { kind: NOT_FINITE, since: step, found: step, what: error }]
}

/**
 * The alarms of sessions, without those found in steps that a later session repeated.
 *
 * @param sessions oldest first
 */
export function alarmsIn(sessions: readonly Pick<Session, 'fromStep' | 'alarms'>[]): Alarm[] {
  let all: Alarm[] = []
  for (const { fromStep, alarms = [] } of sessions) {
    all = all.filter(({ found }) => found <= fromStep).map((alarm) => asOf(alarm, fromStep))
    for (const alarm of alarms) all = withAlarm(all, alarm)
  }
  return all
}

/** Adds a new alarm to the list, or replaces it with its ended version. */
export const withAlarm = (alarms: readonly Alarm[], changed: Alarm): Alarm[] => [
  ...alarms.filter((one) => !isSame(one, changed)),
  changed,
]

const isSame = (a: Alarm, b: Alarm): boolean => a.kind === b.kind && a.since === b.since

/** The alarm as it was known at an earlier step. */
function asOf(alarm: Alarm, step: number): Alarm {
  const { until, ...lasting } = alarm
  return until === undefined || until <= step ? alarm : lasting
}

/** A warning about the result of a finished run, if it is too short or has active alarms. */
export function verdictOf(step: number, alarms: readonly Alarm[]): Notice | undefined {
  if (step < MIN_RECOGNISABLE_STEPS) return notice('tooFewSteps', { steps: step })
  const why = activeAlarms(alarms).map(({ what }) => withoutRemedy(what))
  return why.length === 0 ? undefined : notice('wentWrong', { why })
}

/** Removes the remedy of a notice that is quoted in one with a remedy of its own. */
export const withoutRemedy = ({ message, problem }: Notice): Notice =>
  problem === undefined ? { message } : { message, problem }
