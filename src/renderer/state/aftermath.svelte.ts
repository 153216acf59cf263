import type { RunSummary } from '../../contract/summary'
import { isLive } from '../../contract/run'
import type { Connection } from './connection.svelte'
import type { Runs } from './runs.svelte'

/** The runs that were training when the host ended, known once it has restarted. */
export class Aftermath {
  private before = $state.raw<readonly string[]>([])
  /** The runs that no longer train, until they do again or the notice is dismissed. */
  readonly ended = $derived.by(() =>
    this.before
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
      // The list has not been reloaded yet, so it still has the state of the previous host.
      this.before = [...this.ended, ...runs.live].map(({ id }) => id)
    })
  }

  dismiss(): void {
    this.before = []
  }
}
