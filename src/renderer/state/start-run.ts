import { fromReport } from '../../contract/errors'
import { i18n } from '../i18n/i18n.svelte'
import type { Route } from './page/routes'
import type { NewRun } from './runs.svelte'
import type { StudioState } from './studio.svelte'

/** Where a start was asked for. */
interface Origin {
  /** Shown again if the start fails while its run's page is open. */
  route: Route
  /** Puts back what was cleared when the run began. */
  putBack?: () => void
}

/**
 * Starts a run and goes to its page at once. A start that fails, or is stopped, leads back to where
 * it was asked for.
 *
 * @returns whether the run was created
 */
export async function startRun(
  studio: StudioState,
  asked: NewRun,
  { route, putBack }: Origin,
): Promise<boolean> {
  const { runs, router, toasts, report } = studio
  try {
    const { id } = await runs.train(asked, (error) => {
      const shown = router.route
      // What was typed there meanwhile counts more.
      if (shown.screen !== route.screen) putBack?.()
      if (shown.screen === 'run' && shown.id === id) router.replace(route)
      if (error.problem?.code !== 'startCalledOff') return report(fromReport(error))
      toasts.info(i18n.t.runPage.start.cancelled)
    })
    router.go({ screen: 'run', id, tab: 'training' })
    return true
  } catch (error) {
    report(error)
    return false
  }
}
