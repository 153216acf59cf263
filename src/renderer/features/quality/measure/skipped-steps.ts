import type { LogEntry } from '../../../../contract/summary'

/** The steps that a run's activity says were not measured, ascending, without those measured later. */
export function skippedSteps(log: readonly LogEntry[], measured: readonly number[]): number[] {
  const steps = log.flatMap(({ step, problem }) =>
    problem?.code === 'measuringSkipped' && !measured.includes(step) ? [step] : [],
  )
  return [...new Set(steps)].sort((a, b) => a - b)
}
