import type { CommandReply, CommandRequest } from '../../contract/api'
import type { ImportSummary } from '../../contract/datasets/import'
import type { DatasetListing } from '../../contract/datasets/listing'
import type { RemovedDataset } from '../../contract/datasets/removed'
import type { StudioEvent } from '../../contract/events'
import type { StudioClient } from '../../contract/rpc'
import type { Connection } from './connection.svelte'
import { Listing } from './listing.svelte'

type ImportEvent = Extract<StudioEvent, { type: 'import' | 'importEnded' }>

/** The data sets and the imports that will become data sets, kept up to date by events. */
export class Datasets extends Listing<DatasetListing> {
  /** Imports that run, were interrupted or have failed. */
  imports = $state.raw<readonly ImportSummary[]>([])
  /** Removed data sets that can be restored. */
  removed = $state.raw<readonly RemovedDataset[]>([])
  private loads = 0
  /** Events received while the list was loading, which may be newer than the list. */
  private queued: ImportEvent[] = []

  constructor(
    private readonly client: StudioClient,
    connection: Connection,
    private readonly reportError: (error: unknown) => void,
  ) {
    super(() => this.fetchAll(), reportError)
    connection.onSync(() => void this.update())
    connection.onEvent((event) => {
      if (event.type === 'import' || event.type === 'importEnded') {
        this.queued.push(event)
        this.apply(event)
      }
      const added = event.type === 'importEnded' && event.dataset !== null
      if (added || event.type === 'datasets') void this.update()
    })
  }

  /** Lists everything again, if a screen has needed it; a list on its way may be out of date. */
  private async update(): Promise<void> {
    if (this.status === 'loading') await this.reload()
    else if (this.status !== 'idle') await this.refresh()
  }

  /** Returns a data set by its name, if it is listed. */
  named(name: string): DatasetListing | undefined {
    return this.items.find((one) => one.name === name)
  }

  /** Returns the title of a data set that is listed or was removed; any other name as it is. */
  titleOf(name: string): string {
    const removed = this.removed.find((one) => one.name === name)
    return this.named(name)?.title ?? removed?.title ?? name
  }

  /** Begins to import a source. @throws StudioError */
  async startImport(request: CommandRequest<'imports.start'>): Promise<ImportSummary> {
    return this.begun(await this.client.call('imports.start', request))
  }

  /** Begins to import a known data set. @throws StudioError */
  async fetchKnown(request: CommandRequest<'known.fetch'>): Promise<ImportSummary> {
    return this.begun(await this.client.call('known.fetch', request))
  }

  /** Continues an interrupted or failed import. */
  async continueImport(id: string): Promise<void> {
    await this.attempt(async () => {
      this.put(await this.client.call('imports.continue', { id }))
    })
  }

  /** Ends an import and removes what it has stored. @returns whether it was removed */
  async cancelImport(id: string): Promise<boolean> {
    return this.attempt(async () => {
      await this.client.call('imports.cancel', { id })
      this.drop(id)
    })
  }

  async rename(name: string, title: string): Promise<boolean> {
    return this.attempt(async () => {
      this.set(await this.client.call('datasets.rename', { name, title }))
    })
  }

  /**
   * Moves a prepared data set to the trash; {@link restore} undoes it.
   *
   * @returns its entry in the trash; undefined if the host refused
   */
  async remove(name: string): Promise<string | undefined> {
    let reply: CommandReply<'datasets.remove'> | undefined
    await this.attempt(async () => {
      reply = await this.client.call('datasets.remove', { name })
      this.items = this.items.filter((one) => one.name !== name)
    })
    return reply?.entry
  }

  /** @param entry the data set's entry in the trash */
  async restore(entry: string): Promise<boolean> {
    return this.attempt(async () => {
      this.set(await this.client.call('datasets.restore', { entry }))
    })
  }

  private async fetchAll(): Promise<readonly DatasetListing[]> {
    const mine = ++this.loads
    this.queued = []
    const { datasets, imports, removed } = await this.client.call('datasets.list', {})
    // An older reply must not replace the imports of a newer one; `Listing` drops its data sets.
    if (mine !== this.loads) return datasets
    this.imports = imports
    this.removed = removed
    for (const event of this.queued) this.apply(event)
    return datasets
  }

  private begun(summary: ImportSummary): ImportSummary {
    // An event may already have delivered newer progress.
    if (!this.imports.some(({ id }) => id === summary.id)) this.put(summary)
    return summary
  }

  private apply(event: ImportEvent): void {
    if (event.type === 'import') this.put(event.import)
    else this.drop(event.id)
  }

  private put(summary: ImportSummary): void {
    const at = this.imports.findIndex(({ id }) => id === summary.id)
    this.imports = at < 0 ? [...this.imports, summary] : this.imports.with(at, summary)
  }

  private drop(id: string): void {
    this.imports = this.imports.filter((one) => one.id !== id)
  }

  private set(listing: DatasetListing): void {
    const at = this.items.findIndex(({ name }) => name === listing.name)
    this.items = at < 0 ? [...this.items, listing] : this.items.with(at, listing)
  }

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      this.reportError(error)
      return false
    }
  }
}
