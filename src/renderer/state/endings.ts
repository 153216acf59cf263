import type { StudioEvent } from '../../contract/events'
import { isLive } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'
import type { Connection } from './connection.svelte'

type EndingHandler = (run: RunSummary) => void

/** Reports each run whose training ends without being stopped by the user. */
export class Endings {
  private readonly live = new Set<string>()
  private readonly handlers = new Set<EndingHandler>()

  constructor(connection: Connection) {
    connection.onEvent((event) => this.handle(event))
  }

  /** @returns a function that unsubscribes */
  on(handle: EndingHandler): () => void {
    this.handlers.add(handle)
    return () => void this.handlers.delete(handle)
  }

  private handle(event: StudioEvent): void {
    if (event.type === 'metrics') this.live.add(event.id)
    if (event.type === 'runRemoved') this.live.delete(event.id)
    if (event.type !== 'run') return
    const { id, state } = event.run
    if (isLive(state)) return void this.live.add(id)
    const wasLive = this.live.delete(id)
    const byUser = state === 'stopped' && event.run.early === null
    // A run of the queue may wait again for its turn.
    if (!wasLive || byUser || state === 'created' || state === 'queued') return
    for (const handle of this.handlers) handle(event.run)
  }
}
