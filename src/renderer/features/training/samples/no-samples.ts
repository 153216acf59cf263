import { isLive } from '../../../../contract/run'
import type { RunSummary } from '../../../../contract/summary'
import { i18n } from '../../../i18n/i18n.svelte'

/** Says why a run has no samples yet, and how to draw some if that is possible now. */
export function whyNoSamples(
  run: Pick<RunSummary, 'state' | 'starting' | 'elsewhere' | 'config'>,
): string {
  const t = i18n.t.training.grid.none
  if (run.starting !== null || run.elsewhere) return t.starting
  if (isLive(run.state)) return t.live(run.config.hyperparameters.sampleInterval)
  return run.state === 'created' ? t.notStarted : t.ended
}
