import { LazyScreen } from '../../../app/lazy-screen.svelte'

/** The chips and the choice of conditions, which are loaded when they are needed. */
export const filterBar = new LazyScreen(() => import('./FilterBar.svelte'))
