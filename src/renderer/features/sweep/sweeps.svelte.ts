import type { CommandName, CommandReply, CommandRequest } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { SweepSummary } from '../../../contract/sweep/commands'
import type { StudioEvent } from '../../../contract/events'
import { perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'

type Change = Extract<CommandName, `sweeps.${string}`>

/** All sweeps, newest first, kept up to date by the host's events. */
export class Sweeps {
  /** Undefined until they have been loaded. */
  items = $state.raw<readonly SweepSummary[]>()
  /** About files that cannot be read. */
  warnings = $state.raw<readonly Notice[]>([])
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  private events = 0

  constructor(
    private readonly studio: Pick<StudioState, 'client' | 'report'> & {
      connection: Pick<StudioState['connection'], 'onSync' | 'onEvent' | 'status'>
    },
  ) {
    const { connection } = studio
    connection.onSync(() => void this.load())
    connection.onEvent((event) => this.apply(event))
    if (connection.status === 'connected') void this.load()
  }

  get(id: string): SweepSummary | undefined {
    return this.items?.find((sweep) => sweep.id === id)
  }

  async load(): Promise<void> {
    const { events } = this
    try {
      const { sweeps, warnings } = await this.studio.client.call('sweeps.list', {})
      // The list may be older than an event that arrived meanwhile.
      if (events !== this.events) return await this.load()
      this.items = sweeps
      this.warnings = warnings
      this.error = undefined
    } catch (error) {
      this.error = toReport(error)
    }
  }

  /** Makes a change and reports errors; an event follows. @returns undefined if it failed */
  async change<C extends Change>(
    command: C,
    request: CommandRequest<C>,
  ): Promise<CommandReply<C> | undefined> {
    try {
      return await this.studio.client.call(command, request)
    } catch (error) {
      this.studio.report(error)
      return undefined
    }
  }

  private apply(event: StudioEvent): void {
    if (event.type !== 'sweep' && event.type !== 'sweepRemoved') return
    this.events++
    if (this.items === undefined) return
    if (event.type === 'sweepRemoved') {
      this.items = this.items.filter(({ id }) => id !== event.id)
      return
    }
    const { sweep } = event
    const isKnown = this.items.some(({ id }) => id === sweep.id)
    this.items = isKnown
      ? this.items.map((each) => (each.id === sweep.id ? sweep : each))
      : [sweep, ...this.items]
  }
}

export const openSweeps = perStudio((studio) => new Sweeps(studio))
