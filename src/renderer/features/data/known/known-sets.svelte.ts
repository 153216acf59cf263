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
  /** The keys of data sets whose downloaded files are being deleted. */
  readonly deleting = new SvelteSet<string>()
  /** Why an import could not begin, by key. */
  readonly errors = new SvelteMap<string, ErrorReport>()

  constructor(
    private readonly client: StudioClient,
    private readonly datasets: Datasets,
    private readonly report: (error: unknown) => void,
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
      await this.datasets.fetchKnown(path === '' ? { key } : { key, from: path })
      return true
    } catch (error) {
      this.errors.set(key, toReport(error))
      return false
    } finally {
      this.pending.delete(key)
    }
  }

  /** Deletes the downloaded files of a data set. @returns their bytes; undefined if refused */
  async deleteDownloads(key: string): Promise<number | undefined> {
    if (this.deleting.has(key)) return undefined
    this.deleting.add(key)
    try {
      const { bytes } = await this.client.call('known.deleteDownloads', { key })
      await this.list.refresh()
      return bytes
    } catch (error) {
      this.report(error)
      return undefined
    } finally {
      this.deleting.delete(key)
    }
  }

  /**
   * Returns the download or import of a known data set until it ends: one that is running, or else
   * one that failed or was interrupted.
   */
  importOf(key: string): ImportSummary | undefined {
    const all = this.datasets.imports.filter(({ known }) => known === key)
    return all.find(({ state }) => state === 'running') ?? all[0]
  }

  /** Returns the titles of the other known sets that need the same files. */
  sharing({ key, files }: KnownDataset): string[] {
    const same = (one: KnownDataset) => one.files.join('\n') === files.join('\n')
    return this.list.items.filter((one) => one.key !== key && same(one)).map(({ title }) => title)
  }
}

/** Returns true if an import is still a download, which can be tried again from the beginning. */
export const isFetch = ({ progress: { stage } }: ImportSummary): boolean =>
  stage === 'downloading' || stage === 'copying'

export const openKnownSets = perStudio(
  ({ client, datasets, report }) => new KnownSets(client, datasets, report),
)
