import { isLive } from '../../contract/run'
import type { ShownState } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'

/** Returns the fraction of steps done, 0 to 1; null until the total is known. */
export function progressOf({ step, totalSteps }: Pick<RunSummary, 'step' | 'totalSteps'>) {
  return totalSteps === null ? null : Math.min(1, step / totalSteps)
}

/** Estimates the seconds left at the current speed; null unless the run is training. */
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

/** Returns the epoch of a step, from 1; undefined until the data set has been read. */
export function epochOf(step: number, stepsPerEpoch: number | null): number | undefined {
  if (stepsPerEpoch === null) return undefined
  return Math.max(1, Math.ceil(step / stepsPerEpoch))
}

/** Returns true while this studio or another process starts to train the run. */
export const isStarting = (run: Pick<RunSummary, 'starting' | 'elsewhere' | 'state'>): boolean =>
  run.starting !== null || (run.elsewhere && !isLive(run.state))

/** Returns true for a run in use, which can be neither resumed nor deleted. */
export const inUse = (run: Pick<RunSummary, 'starting' | 'elsewhere' | 'state'>): boolean =>
  isLive(run.state) || isStarting(run)

/** Badge and progress bar tone of each state. */
export const stateTones = {
  created: 'neutral',
  running: 'accent',
  paused: 'warn',
  stopped: 'neutral',
  finished: 'good',
  interrupted: 'warn',
  failed: 'bad',
  queued: 'neutral',
} as const satisfies Record<ShownState, string>

/** Returns the ids that are not in the list of runs. */
export function missingIds(runs: readonly RunSummary[], ids: readonly string[]): string[] {
  const known = new Set(runs.map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}
