import type { Catalogue } from '../i18n/en'
import type { Route } from '../state/page/routes'
import type { Runs } from '../state/runs.svelte'

/** What the window's title calls a screen. */
export function screenName(route: Route, runs: Pick<Runs, 'get'>, t: Catalogue): string {
  if (route.screen === 'missing') return t.common.notFound
  if (route.screen !== 'run') return t.common.nav[route.screen]
  return runs.get(route.id)?.name ?? t.common.nav.runs
}
