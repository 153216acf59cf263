import { fromReport } from '../../contract/errors'
import { i18n } from '../i18n/i18n.svelte'
import type { Route } from './page/routes'
import type { NewRun } from './runs.svelte'
import type { StudioState } from './studio.svelte'

/** The screen that requested the start. */
interface Origin {
  /** The route to return to if the start fails while the run's page is open. */
  route: Route
  /** Restores the form's values, which were cleared when the run was created. */
  restore?: () => void
}

/**
 * Starts a run and opens its page immediately. If the start fails or is cancelled, returns to the
 * screen that requested it.
 *
 * @returns whether the run was created
 */
export async function startRun(
  studio: StudioState,
  request: NewRun,
  { route, restore }: Origin,
): Promise<boolean> {
  const { runs, router, toasts, report } = studio
  try {
    const { id } = await runs.train(request, (error) => {
      const shown = router.route
      // Values entered since take precedence.
      if (shown.screen !== route.screen) restore?.()
      if (shown.screen === 'run' && shown.id === id) router.replace(route)
      if (error.problem?.code !== 'startCancelled') return report(fromReport(error))
      toasts.info(() => i18n.t.runPage.start.cancelled)
    })
    router.go({ screen: 'run', id, tab: 'training' })
    return true
  } catch (error) {
    report(error)
    return false
  }
}
