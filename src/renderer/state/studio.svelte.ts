import { createContext } from 'svelte'
import type { StudioClient } from '../../contract/rpc'
import { InterruptedRuns } from './interrupted-runs.svelte'
import { toReport } from '../../contract/errors'
import { errorWords } from './page/error-words'
import { Confirm } from './page/confirm.svelte'
import { Connection } from './connection.svelte'
import { Datasets } from './datasets.svelte'
import { Endings } from './endings'
import { Engines } from './engines.svelte'
import { Queue } from './queue.svelte'
import { Router } from './page/router.svelte'
import type { AddressBar } from './page/router.svelte'
import { Runs } from './runs.svelte'
import { SettingsState } from './settings.svelte'
import { Theme } from './page/theme.svelte'
import type { MediaQuery } from './page/theme.svelte'
import { Toasts } from './page/toasts.svelte'

/** The parts of the window that the state uses; tests pass a fake. */
export interface WindowLike extends AddressBar {
  matchMedia(query: string): MediaQuery
}

/**
 * State shared by all screens: the client and one object per topic. Components get it from the
 * context.
 */
export class StudioState {
  readonly toasts = new Toasts()
  readonly confirm = new Confirm()
  readonly connection: Connection
  readonly settings: SettingsState
  readonly theme: Theme
  readonly router: Router
  readonly runs: Runs
  readonly queue: Queue
  readonly interrupted: InterruptedRuns
  readonly endings: Endings
  readonly engines: Engines
  readonly datasets: Datasets

  constructor(
    readonly client: StudioClient,
    window: WindowLike,
  ) {
    this.router = new Router(window, () => {
      this.toasts.leavePage()
      this.confirm.answer(false)
    })
    this.connection = new Connection(client)
    this.settings = new SettingsState(client, this.connection, this.report)
    this.theme = new Theme(this.settings, window.matchMedia('(prefers-color-scheme: dark)'))
    this.runs = new Runs(client, this.connection, this.report)
    this.queue = new Queue(client, this.connection, this.report)
    this.interrupted = new InterruptedRuns(this.connection, this.runs)
    this.endings = new Endings(this.connection)
    this.engines = new Engines(client, this.report)
    this.datasets = new Datasets(client, this.connection, this.report)
  }

  /** Shows an error as a toast with its message, location and remedy. */
  readonly report = (error: unknown): void => {
    // The banner already reports a lost connection.
    if (this.connection.status === 'lost') return
    const problem = toReport(error)
    this.toasts.show({ kind: 'error', ofPage: true, words: () => errorWords(problem) })
  }
}

export const [getStudio, setStudio] = createContext<StudioState>()
