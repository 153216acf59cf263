import { withOpenSchedule } from '../../contract/recipe/fixed-schedule'
import type { RunSummary } from '../../contract/summary'

/**
 * Returns a run's configuration as the user requested it: schedules that end with training have a
 * number in the run's document.
 */
export function requestedConfig(
  run: Pick<RunSummary, 'config' | 'totalSteps' | 'stepsPerEpoch'>,
): RunSummary['config'] {
  const { config } = run
  return { ...config, hyperparameters: withOpenSchedule(config.hyperparameters, run) }
}
