import type { RunState } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'

/** The fraction of steps done, 0 to 1; null until the number of steps is known. */
export function progressOf({ step, totalSteps }: Pick<RunSummary, 'step' | 'totalSteps'>) {
  return totalSteps === null ? null : Math.min(1, step / totalSteps)
}

/** Seconds until the last step at the present speed; null if there is none. */
export function secondsLeft(
  run: Pick<RunSummary, 'state' | 'step' | 'totalSteps' | 'stepsPerSecond'>,
): number | null {
  const { state, step, totalSteps, stepsPerSecond } = run
  if (state !== 'running' || totalSteps === null || !stepsPerSecond) return null
  return Math.max(0, totalSteps - step) / stepsPerSecond
}

/** Seconds of training in all sessions, without pauses. */
export const totalSeconds = (run: Pick<RunSummary, 'earlierSeconds' | 'trainedSeconds'>): number =>
  run.earlierSeconds + (run.trainedSeconds ?? 0)

/** The epoch a step belongs to, from 1; undefined while the data set has not been read. */
export function epochOf(step: number, stepsPerEpoch: number | null): number | undefined {
  if (stepsPerEpoch === null) return undefined
  return Math.max(1, Math.ceil(step / stepsPerEpoch))
}

/** The colour of a state. */
export const stateTones = {
  created: 'neutral',
  running: 'accent',
  paused: 'warn',
  stopped: 'neutral',
  finished: 'good',
  interrupted: 'warn',
  failed: 'bad',
} as const satisfies Record<RunState, string>

/** The ids that are not in the list. */
export function goneFrom(runs: readonly RunSummary[], ids: readonly string[]): string[] {
  const there = new Set(runs.map(({ id }) => id))
  return ids.filter((id) => !there.has(id))
}
