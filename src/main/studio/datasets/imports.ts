import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportRequest, ImportSummary } from '../../../contract/datasets/import'
import { checkedTitle } from '../../../contract/datasets/title'
import { problemError } from '../../../contract/errors'
import { readImportState } from '../../storage/datasets/journal'
import { documentFile, stagingDirectory } from '../../storage/datasets/paths'
import {
  createStaging,
  isImporting,
  removeStaging,
  stagedIds,
} from '../../storage/datasets/staging'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { damaged, endOf, isRunningElsewhere, summaryOf } from './import-summary'

export interface ImportsOptions {
  /** The folder of the user's data sets. */
  datasetsDir: string
  launch: Launch
  /** True if a data set elsewhere, such as a bundled one, has this name. */
  taken?: (id: string) => boolean
  /** An import began, progressed, failed or was interrupted. */
  onChange?: (summary: ImportSummary) => void
  /** An import ended: it became the data set, or was cancelled (null). */
  onEnded?: (id: string, dataset: string | null) => void
  /** Removes files that were stored only for an import that has ended; may fail. */
  release?: (ended: EndedImport) => Promise<void>
}

/** An import that became a data set or was cancelled, and whose source no other import reads. */
export interface EndedImport {
  /** The path of its images. */
  source: string
  /** The key of the known data set that it added. */
  known: string | undefined
  /** The name of the data set; null if it was cancelled. */
  dataset: string | null
}

interface Running {
  process: TrainerProcess
  summary: ImportSummary
  /** The data set's name; rejects if the import fails or is cancelled. */
  ended: Promise<string>
  /** Resolves when everything that follows the end is done. */
  settled: Promise<void>
  /** Settles when the import has been cancelled; undefined unless it is being cancelled. */
  cancelling?: Promise<void>
}

/** Imports that are running here, and those that wait to be continued. */
export class Imports {
  private readonly running = new Map<string, Running>()
  /** Imports that failed since this process began. */
  private readonly failed = new Map<string, ImportSummary>()

  constructor(private readonly options: ImportsOptions) {}

  /**
   * Begins an import in a process of its own.
   *
   * @throws StudioError `storage`, or as {@link checkedTitle} about its name; an import that fails later is in {@link list}
   */
  async start(request: ImportRequest): Promise<ImportSummary> {
    const { datasetsDir, taken = () => false } = this.options
    const named = { ...request, name: checkedTitle(request.name) }
    const id = await createStaging(datasetsDir, named, taken)
    return this.run(id)
  }

  /** @throws StudioError `usage` if there is no such import, or it is running */
  async continue(id: string): Promise<ImportSummary> {
    if (this.running.has(id) || (await this.isElsewhere(id))) {
      throw problemError('usage', 'importRunning', { id })
    }
    await this.find(id)
    this.failed.delete(id)
    return this.run(id)
  }

  /**
   * Ends an import and removes what it has stored.
   *
   * @throws StudioError `usage` if there is none, as when it has become a data set at the last
   *   moment; `storage`
   */
  async cancel(id: string): Promise<void> {
    const running = this.running.get(id)
    if (running !== undefined) return (running.cancelling ??= this.cancelRunning(id, running))
    const summary = await this.summary(id)
    await this.find(id)
    await this.remove(id, summary)
  }

  private async cancelRunning(id: string, { process, ended, summary }: Running): Promise<void> {
    await process.kill()
    const published = await ended.catch(() => this.publishedAs(id))
    if (published === undefined) return this.remove(id, summary)
    await this.published(id, published, summary)
    throw problemError('usage', 'importUnknown', { id })
  }

  private async remove(id: string, summary: ImportSummary | undefined): Promise<void> {
    await removeStaging(this.options.datasetsDir, id)
    this.failed.delete(id)
    if (summary !== undefined) await this.release(summary, null)
    this.options.onEnded?.(id, null)
  }

  /** The data set that an import has become although its process died before it could say so. */
  private publishedAs(id: string): string | undefined {
    if (this.isStaged(id)) return undefined
    return existsSync(documentFile(join(this.options.datasetsDir, id))) ? id : undefined
  }

  /** Waits for a running import. @returns the name of the data set @throws what made it fail */
  async done(id: string): Promise<string> {
    const running = this.running.get(id)
    if (running === undefined) throw problemError('usage', 'importUnknown', { id })
    const name = await running.ended
    await running.settled
    return name
  }

  /** All imports that are not complete, by id. */
  async list(): Promise<ImportSummary[]> {
    const ids = await stagedIds(this.options.datasetsDir)
    // Another process may have ended them, and later ones may get their ids.
    for (const id of this.failed.keys()) if (!ids.includes(id)) this.failed.delete(id)
    const summaries = await Promise.all(ids.map((id) => this.summary(id)))
    return summaries.filter((summary) => summary !== undefined)
  }

  /** Sends the current state of an import that this process does not run. */
  async publish(id: string): Promise<void> {
    const summary = await this.summary(id)
    // It may have begun here, or have ended, in the meantime.
    if (summary === undefined || this.running.has(id) || !this.isStaged(id)) return
    this.options.onChange?.(summary)
  }

  /** Ends all processes; their imports can be continued. */
  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ process }) => process.kill()))
  }

  private async run(id: string): Promise<ImportSummary> {
    const { datasetsDir } = this.options
    const state = await readImportState(stagingDirectory(datasetsDir, id))
    // It may have been continued by someone else in the meantime.
    if (this.running.has(id)) throw problemError('usage', 'importRunning', { id })
    const process = this.launch(id)
    const summary = { ...summaryOf(id, state), state: 'running' as const }
    const ended = process.request('importDataset', { datasetsDir, id }).then((reply) => reply.id)
    const settled = Promise.resolve()
    const running: Running = { process, summary, ended, settled }
    this.running.set(id, running)
    running.settled = this.follow(id, running)
    this.options.onChange?.({ ...summary })
    return { ...summary }
  }

  private launch(id: string): TrainerProcess {
    return new TrainerProcess(this.options.launch, (event) => {
      const summary = this.running.get(id)?.summary
      if (event.type !== 'import' || summary === undefined) return
      Object.assign(summary, { progress: event.progress, refused: event.refused })
      this.options.onChange?.({ ...summary })
    })
  }

  private async follow(id: string, running: Running): Promise<void> {
    const { process, summary } = running
    const result = await running.ended.then(
      (dataset) => ({ dataset }),
      (error: unknown) => ({ error }),
    )
    await process.kill()
    this.running.delete(id)
    if (running.cancelling !== undefined) return
    const dataset = 'dataset' in result ? result.dataset : this.publishedAs(id)
    if (dataset !== undefined) return this.published(id, dataset, summary)
    if (!('error' in result)) return
    if (isRunningElsewhere(result.error) || !this.isStaged(id)) return this.leave(id)
    const ended = { ...summary, ...endOf(result.error) }
    this.failed.set(id, ended)
    this.options.onChange?.(ended)
  }

  /** Reports an import that another process runs or has removed. */
  private async leave(id: string): Promise<void> {
    await this.publish(id).catch(() => undefined)
    if (!this.isStaged(id)) this.options.onEnded?.(id, this.publishedAs(id) ?? null)
  }

  private async published(id: string, dataset: string, summary: ImportSummary): Promise<void> {
    await this.release(summary, dataset)
    this.options.onEnded?.(id, dataset)
  }

  /** Releases the files of an ended import, unless another one reads them. */
  private async release({ path, known }: ImportSummary, dataset: string | null): Promise<void> {
    try {
      const others = await this.list()
      if (others.some((other) => other.path === path)) return
      await this.options.release?.({ source: path, known, dataset })
    } catch {
      // They can be removed later, and the import has ended either way.
    }
  }

  private async summary(id: string): Promise<ImportSummary | undefined> {
    const running = this.running.get(id)?.summary
    if (running !== undefined) return { ...running }
    try {
      const elsewhere = await this.isElsewhere(id)
      // Another process may have continued it since.
      if (elsewhere) this.failed.delete(id)
      const failed = this.failed.get(id)
      if (failed !== undefined) return { ...failed }
      const found = await readImportState(stagingDirectory(this.options.datasetsDir, id))
      return { ...summaryOf(id, found), state: elsewhere ? 'running' : 'interrupted' }
    } catch (error) {
      // It became a data set or was cancelled in the meantime, or its journal is damaged.
      const ids = await stagedIds(this.options.datasetsDir)
      if (!ids.includes(id)) return undefined
      return damaged(id, error)
    }
  }

  private isStaged(id: string): boolean {
    return existsSync(stagingDirectory(this.options.datasetsDir, id))
  }

  private isElsewhere(id: string): Promise<boolean> {
    return isImporting(this.options.datasetsDir, id)
  }

  private async find(id: string): Promise<void> {
    const ids = await stagedIds(this.options.datasetsDir)
    if (!ids.includes(id)) throw problemError('usage', 'importUnknown', { id })
  }
}
