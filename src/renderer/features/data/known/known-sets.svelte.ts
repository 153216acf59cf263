import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { ImportSummary } from '../../../../contract/datasets/import'
import type { KnownDataset } from '../../../../contract/datasets/known'
import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import type { Datasets } from '../../../state/datasets.svelte'
import { Listing } from '../../../state/listing.svelte'
import { perStudio } from '../../../state/per-studio.svelte'

/** Published data sets that the studio can download, and the imports that do so. */
export class KnownSets {
  readonly list: Listing<KnownDataset>
  /** The keys of those whose import is about to begin. */
  readonly pending = new SvelteSet<string>()
  /** Why an import could not begin, by key. */
  readonly errors = new SvelteMap<string, ErrorReport>()
  /** The imports that this page began, by key. */
  private readonly begun = new SvelteMap<string, string>()

  constructor(
    client: StudioClient,
    private readonly datasets: Datasets,
    report: (error: unknown) => void,
  ) {
    this.list = new Listing(async () => (await client.call('known.list', {})).known, report)
  }

  /** Downloads a data set and imports it. @param from a folder that has its files already */
  async fetch(key: string, from = ''): Promise<boolean> {
    if (this.pending.has(key)) return false
    this.pending.add(key)
    this.errors.delete(key)
    try {
      const path = from.trim()
      const { id } = await this.datasets.fetchKnown(path === '' ? { key } : { key, from: path })
      this.begun.set(key, id)
      return true
    } catch (error) {
      this.errors.set(key, toReport(error))
      return false
    } finally {
      this.pending.delete(key)
    }
  }

  /** The import of a known data set that this page began, until it ends. */
  importOf(key: string): ImportSummary | undefined {
    const id = this.begun.get(key)
    return this.datasets.imports.find((one) => one.id === id)
  }
}

export const openKnownSets = perStudio(
  ({ client, datasets, report }) => new KnownSets(client, datasets, report),
)
