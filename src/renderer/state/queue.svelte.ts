import type { CommandRequest } from '../../contract/api'
import { toReport } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import type { QueueView } from '../../contract/queue/commands'
import { placeOf } from '../../contract/queue/job'
import type { JobState } from '../../contract/queue/job'
import type { StudioClient } from '../../contract/rpc'
import type { RunSummary } from '../../contract/summary'
import type { Connection } from './connection.svelte'

/** The commands that change the queue as a whole or the place of one run in it. */
type Change = `queue.${'add' | 'move' | 'remove' | 'retry' | 'pause' | 'setAtOnce'}`

/** The queue, kept up to date by the host's events. */
export class Queue {
  /** Undefined until it has been loaded. */
  view = $state.raw<QueueView>()
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  readonly waiting = $derived(this.jobsIn('waiting'))
  readonly failed = $derived(this.jobsIn('failed'))
  private events = 0

  constructor(
    private readonly client: StudioClient,
    connection: Connection,
    private readonly report: (error: unknown) => void,
  ) {
    connection.onSync(() => void this.load())
    connection.onEvent((event) => {
      if (event.type !== 'queue') return
      this.events++
      this.show(event.queue)
    })
  }

  /** The place of a run among the waiting ones, from 1; undefined if it does not wait. */
  placeOf(run: string): number | undefined {
    return placeOf(this.view?.jobs ?? [], run)
  }

  async load(): Promise<void> {
    const { events } = this
    try {
      const view = await this.client.call('queue.get', {})
      // An event since then is at least as new.
      if (events === this.events) this.show(view)
    } catch (error) {
      this.error = toReport(error)
    }
  }

  /** Makes a change and reports errors; an event follows. @returns true if it succeeded */
  async change<C extends Change>(command: C, request: CommandRequest<C>): Promise<boolean> {
    try {
      await this.client.call(command, request)
      return true
    } catch (error) {
      this.report(error)
      return false
    }
  }

  /** Creates a run that trains when its turn comes. @throws StudioError if it cannot be created */
  addRun(request: CommandRequest<'queue.addRun'>): Promise<RunSummary> {
    return this.client.call('queue.addRun', request)
  }

  private show(view: QueueView): void {
    this.view = view
    this.error = undefined
  }

  private jobsIn(wanted: JobState): QueueView['jobs'] {
    return this.view?.jobs.filter(({ state }) => state === wanted) ?? []
  }
}
