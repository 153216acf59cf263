import { qualityTab } from '../features/run/quality-tab'
import { LazyScreen } from './lazy-screen.svelte'

/*
 * The list of runs is part of the page's first scripts. The other screens are loaded when they are
 * opened, or before that when the page has nothing else to do.
 */

export const screens = {
  newRun: new LazyScreen(() => import('../features/new-run/NewRunScreen.svelte')),
  run: new LazyScreen(() => import('../features/run/RunScreen.svelte')),
  /** A tab of a run's screen. */
  quality: qualityTab,
  queue: new LazyScreen(() => import('../features/queue/QueueScreen.svelte')),
  sweeps: new LazyScreen(() => import('../features/sweep/list/SweepsScreen.svelte')),
  sweep: new LazyScreen(() => import('../features/sweep/page/SweepScreen.svelte')),
  newSweep: new LazyScreen(() => import('../features/sweep/edit/NewSweepScreen.svelte')),
  data: new LazyScreen(() => import('../features/data/DataScreen.svelte')),
  addData: new LazyScreen(() => import('../features/data/add/AddDataScreen.svelte')),
  dataset: new LazyScreen(() => import('../features/data/page/DatasetScreen.svelte')),
  compare: new LazyScreen(() => import('../features/compare/CompareScreen.svelte')),
  generate: new LazyScreen(() => import('../features/generate/GenerateScreen.svelte')),
  learn: new LazyScreen(() => import('../features/learn/LearnScreen.svelte')),
  settings: new LazyScreen(() => import('../features/settings/SettingsScreen.svelte')),
}

/** Loads the screens one after another, each while the page is idle. */
export async function loadAllWhenIdle(): Promise<void> {
  for (const screen of Object.values(screens)) {
    await idle()
    await screen.load()
  }
}

/** Waits until the browser is idle, or briefly in a browser that cannot tell (Safari). */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })
