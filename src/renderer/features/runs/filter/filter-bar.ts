import { LazyScreen } from '../../../app/lazy-screen.svelte'

/** The code of the chips and the form for conditions, loaded when it is needed. */
export const filterBar = new LazyScreen(() => import('./FilterBar.svelte'))
