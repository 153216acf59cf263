import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetCheck, DatasetDetail } from '../../../contract/datasets/detail'
import { classCountsOf } from '../../../contract/datasets/document'
import type { DatasetListing } from '../../../contract/datasets/listing'
import type { RemovedDataset } from '../../../contract/datasets/removed'
import { checkedTitle } from '../../../contract/datasets/title'
import { problemError } from '../../../contract/errors'
import { isLive } from '../../../contract/run'
import { classCountsOfIdx } from '../../storage/datasets/idx-classes'
import { findListing, listDatasets } from '../../storage/datasets/list'
import { datasetsDirectory } from '../../storage/datasets/paths'
import { readPrepared } from '../../storage/datasets/read-document'
import { RemovedDatasets } from '../../storage/datasets/removed'
import { renameDataset } from '../../storage/datasets/rename'
import { listRuns } from '../../storage/runs/run-list'
import type { TrainerProcess } from '../../trainer/launch/trainer-process'
import { withFingerprint } from './same-images'

interface Options {
  /** The data folder. */
  root: string
  /** Folders of data sets, bundled ones first. */
  datasetsDirs: readonly string[]
  /** Runs work in a process of its own. */
  withTrainer<T>(work: (trainer: TrainerProcess) => Promise<T>): Promise<T>
}

/** The available data sets: lists, checks, renames, removes and restores them. */
export class StoredDatasets {
  private readonly removed: RemovedDatasets

  constructor(private readonly options: Options) {
    this.removed = new RemovedDatasets(datasetsDirectory(options.root))
  }

  list(): Promise<DatasetListing[]> {
    return listDatasets(this.options.datasetsDirs)
  }

  /** True if a data set bundled with the studio has this name. */
  isBundled(name: string): boolean {
    const [bundled] = this.options.datasetsDirs
    return bundled !== undefined && existsSync(join(bundled, name))
  }

  /** Finds a data set by its name or title. @throws StudioError as {@link findListing} */
  find(name: string): Promise<DatasetListing> {
    return findListing(name, this.options.datasetsDirs)
  }

  async detail(name: string): Promise<DatasetDetail> {
    const listing = await this.find(name)
    const prepared = listing.kind === 'prepared' ? await readPrepared(listing.path) : undefined
    const document = prepared?.document ?? null
    const usedBy = await this.usedBy(listing, document?.train.fingerprint)
    if (document === null) {
      const classes = listing.labels ? await classCountsOfIdx(listing) : null
      return { listing, document, classes, usedBy, sameAs: [] }
    }
    const train = classCountsOf(document, document.train)
    const holdOut = document.holdOut && classCountsOf(document, document.holdOut)
    const sameAs = await this.sameAs(listing, document.train.fingerprint)
    return { listing, document, classes: train && { train, holdOut }, usedBy, sameAs }
  }

  /** Reads all files of a prepared data set. @throws StudioError `usage` for others */
  async check(name: string): Promise<DatasetCheck> {
    const { path: dir } = await this.findPrepared(name)
    return this.options.withTrainer((trainer) => trainer.request('checkDataset', { dir }))
  }

  /** Gives a prepared data set another title. @throws StudioError as {@link checkedTitle} */
  async rename(name: string, text: string): Promise<DatasetListing> {
    const title = checkedTitle(text)
    const { path, name: found } = await this.findPrepared(name)
    await renameDataset(path, title)
    return this.find(found)
  }

  /** The removed data sets that can be restored, the last removed first. */
  listRemoved(): Promise<RemovedDataset[]> {
    return this.removed.list()
  }

  /** @returns what {@link restore} takes */
  async remove(name: string): Promise<string> {
    const { name: found } = await this.findPrepared(name)
    return this.removed.put(found)
  }

  /** @param entry as {@link remove} returned it, or a name */
  async restore(entry: string): Promise<DatasetListing> {
    return this.find(await this.removed.restore(entry))
  }

  private async findPrepared(name: string): Promise<DatasetListing> {
    const listing = await this.find(name)
    if (listing.kind === 'prepared') return listing
    if (listing.kind === 'bundled') throw problemError('usage', 'datasetBuiltIn', { name })
    throw problemError('usage', 'notPrepared', { name }, { where: listing.path })
  }

  private async sameAs(
    listing: DatasetListing,
    fingerprint: string,
  ): Promise<DatasetDetail['sameAs']> {
    const others = (await this.list()).filter(({ name }) => name !== listing.name)
    const same = await withFingerprint(others, fingerprint, listing)
    return same.map(({ name, title }) => ({ name, title }))
  }

  /** Runs that were trained on its images, or are to be trained on the data set of its name. */
  private async usedBy(
    listing: DatasetListing,
    fingerprint: string | undefined,
  ): Promise<DatasetDetail['usedBy']> {
    const { runs } = await listRuns(this.options.root)
    const names = [listing.name, listing.path]
    return runs
      .filter(({ run }) =>
        run.dataset === undefined || fingerprint === undefined
          ? names.includes(run.config.dataset)
          : run.dataset.fingerprint === fingerprint,
      )
      .map(({ run }) => ({ id: run.id, name: run.name, live: isLive(run.state) }))
  }
}
