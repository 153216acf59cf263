import type { Catalogue } from '../i18n/en'
import type { Formats } from '../i18n/format'
import type { RunSummary } from '../../contract/summary'
import type { Route } from '../state/page/routes'
import type { Datasets } from '../state/datasets.svelte'
import { progressOf } from '../state/run-figures'
import type { Runs } from '../state/runs.svelte'

interface Language {
  t: Catalogue
  format: Formats
}

/**
 * Returns the title of the window or tab, including training progress: that of the open run, or
 * else of the only live run.
 *
 * @param unseen whether a run ended while the page was hidden
 */
export function pageTitle(
  route: Route,
  { runs, datasets }: { runs: Pick<Runs, 'get' | 'live'>; datasets: Pick<Datasets, 'named'> },
  { t, format }: Language,
  unseen: boolean,
): string {
  const title = t.common.pageTitle(screenName(route, { runs, datasets }, t))
  if (unseen) return `✓ ${title}`
  const run = runOf(route, runs)
  const progress = run === undefined ? null : progressOf(run)
  return progress === null ? title : `${format.progress(progress)} · ${title}`
}

function runOf(route: Route, { live }: Pick<Runs, 'live'>): RunSummary | undefined {
  const shown = route.screen === 'run' ? live.find(({ id }) => id === route.id) : undefined
  return shown ?? (live.length === 1 ? live[0] : undefined)
}

/** Returns the name of a route's screen, or of the run or data set that the screen is about. */
export function screenName(
  route: Route,
  { runs, datasets }: { runs: Pick<Runs, 'get'>; datasets: Pick<Datasets, 'named'> },
  t: Catalogue,
): string {
  if (route.screen === 'missing') return t.common.notFound
  if (route.screen === 'compare') return t.common.compareRuns
  if (route.screen === 'sweep' || route.screen === 'newSweep') return t.common.nav.sweeps
  if (route.screen === 'addData') return t.data.add.title
  if (route.screen === 'dataset') return datasets.named(route.name)?.title ?? route.name
  if (route.screen !== 'run') return t.common.nav[route.screen]
  return runs.get(route.id)?.name ?? t.common.nav.runs
}
