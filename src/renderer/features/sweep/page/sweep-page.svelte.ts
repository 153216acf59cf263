import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { SweepView } from '../../../../contract/sweep/commands'
import type { StudioState } from '../../../state/studio.svelte'
import { settingsOf } from '../settings'
import { rowsOf } from '../table/rows'

/** One sweep, loaded again whenever it changes. */
export class SweepPage {
  /** Undefined until it has been loaded. */
  view = $state.raw<SweepView>()
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  /** True once it has been deleted, here or elsewhere. */
  removed = $state(false)
  /** The configuration that is highlighted in the table and the charts. */
  picked = $state<number>()
  /** The settings that it varies. */
  readonly settings = $derived(this.view === undefined ? [] : settingsOf(this.view.sweep))
  /** Its configurations, the best first. */
  readonly rows = $derived(this.view === undefined ? [] : rowsOf(this.view))

  private loading = false
  private stale = false

  constructor(
    private readonly studio: Pick<StudioState, 'client'>,
    readonly id: string,
  ) {}

  /** Begins to follow the sweep. @returns a function that ends that */
  follow({ connection }: Pick<StudioState, 'connection'>): () => void {
    const ends = [
      connection.onSync(() => void this.load()),
      connection.onEvent((event) => {
        if (event.type === 'sweep' && event.sweep.id === this.id) void this.load()
        if (event.type === 'sweepRemoved' && event.id === this.id) this.removed = true
      }),
    ]
    if (connection.status === 'connected') void this.load()
    return () => {
      for (const end of ends) end()
    }
  }

  /** Loads it, and once more if it changes meanwhile. */
  async load(): Promise<void> {
    this.stale = true
    if (this.loading) return
    this.loading = true
    while (this.stale) {
      this.stale = false
      await this.loadOnce()
    }
    this.loading = false
  }

  private async loadOnce(): Promise<void> {
    try {
      this.view = await this.studio.client.call('sweeps.get', { id: this.id })
      this.error = undefined
    } catch (error) {
      this.error = toReport(error)
    }
  }
}
