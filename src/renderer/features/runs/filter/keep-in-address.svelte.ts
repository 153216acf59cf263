import { untrack } from 'svelte'
import type { StudioState } from '../../../state/studio.svelte'
import type { RunList } from '../run-list.svelte'

/**
 * Keeps the filters of the list of runs in the page's address: a link restores them, and an address
 * without filters gets those of the list. Call it while a component is created.
 */
export function keepInAddress({ router, report }: StudioState, list: RunList): void {
  $effect(() => {
    const { route } = router
    if (route.screen === 'runs') void untrack(() => list.follow(route)).catch(report)
  })
  $effect(() => {
    const { route, where } = list
    if (!where.waiting && untrack(() => router.route.screen) === 'runs') router.replace(route)
  })
}
