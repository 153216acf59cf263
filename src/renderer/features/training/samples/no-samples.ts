import { isLive } from '../../../../contract/run'
import type { RunSummary } from '../../../../contract/summary'
import { i18n } from '../../../i18n/i18n.svelte'
import { gridImages } from '../../run/grid-images'

/** Says why a run has no samples yet, and how to draw some if that is possible now. */
export function whyNoSamples(
  run: Pick<RunSummary, 'state' | 'starting' | 'elsewhere' | 'config'>,
): string {
  const t = i18n.t.training.grid.none
  if (run.starting !== null || run.elsewhere) return t.starting
  const { config } = run
  if (isLive(run.state)) return t.live(gridImages(config), config.hyperparameters.sampleInterval)
  return run.state === 'created' || run.state === 'queued' ? t.notStarted : t.ended
}
