import type { RunSummary } from '../../contract/summary'
import { isLive } from '../../contract/run'
import type { Connection } from './connection.svelte'
import type { Runs } from './runs.svelte'

/** What became of the runs that trained when the host ended, once there is another one. */
export class Aftermath {
  private before = $state.raw<readonly string[]>([])
  /** Those that do not train any more, until they do or the news is dismissed. */
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
      // The list has yet to be loaded afresh: it holds what the page knew of the earlier host.
      this.before = [...this.ended, ...runs.live].map(({ id }) => id)
    })
  }

  dismiss(): void {
    this.before = []
  }
}
