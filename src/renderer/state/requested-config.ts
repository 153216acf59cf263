import { withOpenSchedule } from '../../contract/recipe/fixed-schedule'
import type { RunSummary } from '../../contract/summary'

/**
 * Returns a run's configuration as the user requested it: the run's document has a number for the
 * end of schedules that end with training.
 */
export function requestedConfig(
  run: Pick<RunSummary, 'config' | 'totalSteps' | 'stepsPerEpoch'>,
): RunSummary['config'] {
  const { config } = run
  return { ...config, hyperparameters: withOpenSchedule(config.hyperparameters, run) }
}
