import type { RunSummary } from '../../contract/summary'
import { isLive } from '../../contract/run'
import type { Connection } from './connection.svelte'
import type { Runs } from './runs.svelte'

/** The runs that were live when the host went down, known after it has restarted. */
export class InterruptedRuns {
  private ids = $state.raw<readonly string[]>([])
  /** The interrupted runs, except while live again; empty once dismissed. */
  readonly list = $derived.by(() =>
    this.ids
      .map((id) => this.runs.get(id))
      .filter((run): run is RunSummary => run !== undefined && !isLive(run.state)),
  )
  private restarts = 0

  constructor(
    connection: Connection,
    private readonly runs: Runs,
  ) {
    connection.onSync(() => {
      if (connection.restarts === this.restarts) return
      this.restarts = connection.restarts
      // The runs have not been reloaded yet, so their states are still those before the restart.
      this.ids = [...this.list, ...runs.live].map(({ id }) => id)
    })
  }

  dismiss(): void {
    this.ids = []
  }
}
