import type { RunSummary } from '../../contract/summary'
import type { Connection } from './connection.svelte'
import { inUse } from './run-figures'
import type { Runs } from './runs.svelte'

/** The runs that were live when the host went down, known after it has restarted. */
export class InterruptedRuns {
  private ids = $state.raw<readonly string[]>([])
  /** The interrupted runs that have not been started again; empty once dismissed. */
  readonly list = $derived.by(() =>
    this.ids
      .map((id) => this.runs.get(id))
      .filter((run): run is RunSummary => run !== undefined && !inUse(run)),
  )
  private restarts = 0

  constructor(
    connection: Connection,
    private readonly runs: Runs,
  ) {
    connection.onEvent((event) => {
      if (event.type === 'run' && inUse(event.run)) this.drop(event.run.id)
      if (event.type === 'metrics') this.drop(event.id)
    })
    connection.onSync(() => {
      if (connection.restarts === this.restarts) return
      this.restarts = connection.restarts
      // The runs have not been reloaded yet, so their states are still those before the restart.
      this.ids = [...this.list, ...runs.live].map(({ id }) => id)
    })
  }

  private drop(id: string): void {
    if (this.ids.includes(id)) this.ids = this.ids.filter((other) => other !== id)
  }

  dismiss(): void {
    this.ids = []
  }
}
