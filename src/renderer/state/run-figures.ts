import type { RunState } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'

/** Steps done of all, 0 to 1; null until the data set has told how many there are. */
export function progressOf({ step, totalSteps }: Pick<RunSummary, 'step' | 'totalSteps'>) {
  return totalSteps === null ? null : Math.min(1, step / totalSteps)
}

/** Seconds until the last step at the speed now; null where there is none. */
export function secondsLeft(
  run: Pick<RunSummary, 'state' | 'step' | 'totalSteps' | 'stepsPerSecond'>,
): number | null {
  const { state, step, totalSteps, stepsPerSecond } = run
  if (state !== 'running' || totalSteps === null || !stepsPerSecond) return null
  return Math.max(0, totalSteps - step) / stepsPerSecond
}

/** Seconds that all sessions have trained, pauses left out. */
export const totalSeconds = (run: Pick<RunSummary, 'earlierSeconds' | 'trainedSeconds'>): number =>
  run.earlierSeconds + (run.trainedSeconds ?? 0)

/** The epoch a step belongs to, from 1; undefined while the data set has not been read. */
export function epochOf(step: number, stepsPerEpoch: number | null): number | undefined {
  if (stepsPerEpoch === null) return undefined
  return Math.max(1, Math.ceil(step / stepsPerEpoch))
}

/** How a state is coloured. */
export const stateTones = {
  created: 'neutral',
  running: 'accent',
  paused: 'warn',
  stopped: 'neutral',
  finished: 'good',
  interrupted: 'warn',
  failed: 'bad',
} as const satisfies Record<RunState, string>

/** The ids that no run of the list has. */
export function goneFrom(runs: readonly RunSummary[], ids: readonly string[]): string[] {
  const there = new Set(runs.map(({ id }) => id))
  return ids.filter((id) => !there.has(id))
}
