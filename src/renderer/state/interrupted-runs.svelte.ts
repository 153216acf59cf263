import type { RunSummary } from '../../contract/summary'
import type { Connection } from './connection.svelte'
import { isLive } from '../../contract/run'
import { inUse } from './run-figures'
import type { Runs } from './runs.svelte'

interface Noted {
  id: string
  /** The start of the session that was live. */
  session: string
}

/** The runs that were live when the host went down, known after it has restarted. */
export class InterruptedRuns {
  private noted = $state.raw<readonly Noted[]>([])
  /** The interrupted runs that have not been started again; empty once dismissed. */
  readonly list = $derived.by(() =>
    this.noted
      .map(({ id }) => this.runs.get(id))
      .filter((run): run is RunSummary => run !== undefined && !inUse(run)),
  )
  private restarts = 0

  constructor(
    connection: Connection,
    private readonly runs: Runs,
  ) {
    connection.onEvent((event) => {
      if (event.type === 'run') this.dropIfStarted(event.run)
    })
    connection.onSync(() => {
      if (connection.restarts === this.restarts) return
      this.restarts = connection.restarts
      // The runs have not been reloaded yet, so their states are still those before the restart.
      const live = runs.live.map(({ id, changedAt }) => ({ id, session: changedAt }))
      const isLive = (id: string): boolean => live.some((run) => run.id === id)
      this.noted = [...this.noted.filter(({ id }) => !isLive(id)), ...live]
    })
  }

  /** Until it has saved, the interrupted session itself may still be live in its own process. */
  private dropIfStarted({ id, state, starting, changedAt }: RunSummary): void {
    const noted = this.noted.find((other) => other.id === id)
    if (noted === undefined) return
    const started = starting !== null || (isLive(state) && changedAt !== noted.session)
    if (started) this.noted = this.noted.filter((other) => other !== noted)
  }

  dismiss(): void {
    this.noted = []
  }
}
