import type { CommandRequest } from '../../../../contract/api'
import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { MeasureProgress } from '../../../../contract/evaluations/measuring'
import type { StudioEvent } from '../../../../contract/events'
import type { NamedNeighbours } from '../../../../contract/neighbours/neighbours'
import type { Notice } from '../../../../contract/notices'
import type { StudioClient } from '../../../../contract/rpc'

interface Search {
  id: string
  step: number
  /** Null while it waits. */
  progress: MeasureProgress | null
}

/** The results of a run's searches for nearest training images, and the search in progress. */
export class NeighboursView {
  /** Undefined until loaded; the newest first. */
  found = $state.raw<readonly NamedNeighbours[]>()
  /** Documents that could not be read. */
  warnings = $state.raw<readonly Notice[]>([])
  error = $state.raw<ErrorReport>()
  search = $state.raw<Search>()
  /** Whether the last search was cancelled. */
  cancelled = $state(false)
  /** The name of the chosen result; undefined for the newest. */
  chosen = $state<string>()
  readonly shown = $derived(this.found?.find(({ name }) => name === this.chosen) ?? this.found?.[0])
  /** Searches whose end has been reported, which may happen before their request is answered. */
  private ended: readonly string[] = []

  constructor(
    private readonly client: StudioClient,
    readonly run: string,
  ) {}

  async load(): Promise<void> {
    try {
      const of = { id: this.run }
      const { found, warnings, searches } = await this.client.call('neighbours.list', of)
      this.found = found
      const pending = searches.findLast(({ search }) => !this.ended.includes(search))
      if (pending !== undefined) {
        const { search: id, step, progress } = pending
        this.search ??= { id, step, progress }
      }
      this.warnings = warnings
      this.error = undefined
    } catch (error) {
      this.error = toReport(error)
    }
  }

  /** Reloads after events may have been missed. */
  resync(): void {
    this.search = undefined
    void this.load()
  }

  handleEvent(event: StudioEvent): void {
    if (event.type === 'finding' && event.id === this.run) {
      const { search: id, step, progress } = event
      this.search = { id, step, progress }
    }
    if (event.type === 'findingEnded' && event.id === this.run) this.end(event)
  }

  private end({ search, found, error }: Extract<StudioEvent, { type: 'findingEnded' }>): void {
    this.ended = [...this.ended, search]
    if (this.search?.id === search) this.search = undefined
    if (error !== null) this.error = error
    this.cancelled = error === null && found === null
    if (found === null) return
    this.found = [found, ...(this.found ?? []).filter(({ name }) => name !== found.name)]
    this.chosen = undefined
  }

  async find(step: number, options: Omit<CommandRequest<'neighbours.find'>, 'id' | 'step'>) {
    this.error = undefined
    this.cancelled = false
    try {
      const { search: id } = await this.client.call('neighbours.find', {
        ...options,
        ...{ id: this.run, step },
      })
      if (!this.ended.includes(id)) this.search ??= { id, step, progress: null }
    } catch (error) {
      this.error = toReport(error)
    }
  }

  async cancel(): Promise<void> {
    if (this.search === undefined) return
    try {
      await this.client.call('neighbours.cancel', { search: this.search.id })
    } catch (error) {
      this.error = toReport(error)
    }
  }
}
