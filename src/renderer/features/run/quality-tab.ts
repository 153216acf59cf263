import { LazyScreen } from '../../app/lazy-screen.svelte'

/** The quality tab, which is loaded when it is opened, or before that when the page is idle. */
export const qualityTab = new LazyScreen(() => import('../quality/QualityTab.svelte'))
