import { resolve } from 'node:path'
import type { ImportRequest, ImportSummary } from '../../../../contract/datasets/import'
import { preparationSchema } from '../../../../contract/datasets/preparation'
import { problemError, toReport } from '../../../../contract/errors'
import type { StudioEvent } from '../../../../contract/events'
import { pathAsTyped } from '../../../disk/path-as-typed'
import { network as internet } from '../download/network'
import type { Network } from '../download/network'
import { FetchProgress } from './fetch-progress'
import { deleteKept, setAt } from './kept-files'
import { knownSet, knownSets } from './known-sets'
import type { KnownSet } from './known-set'
import { obtain, removeUnfinished } from './obtain'

export interface FetchParts {
  /** The folder for downloads: `downloads` in the data folder. */
  downloads: string
  imports: {
    start(request: ImportRequest): Promise<ImportSummary>
    /** All imports that are not complete. */
    list(): Promise<ImportSummary[]>
  }
  emit(event: StudioEvent): void
  sets?: readonly KnownSet[]
  network?: Network
}

interface Fetch {
  set: KnownSet
  from: string | undefined
  progress: FetchProgress
  abort: AbortController
  /** The import that follows; rejects if the files are not available. */
  done: Promise<ImportSummary>
}

/**
 * Downloads known data sets and starts their imports. Until then, a download is itself shown as an
 * import, with the id `known:<key>`, which is no folder's name; it ends when the real one has begun.
 */
export class Fetches {
  private readonly fetches = new Map<string, Fetch>()
  /** The last download of each folder, which sets in one archive share. */
  private readonly queues = new Map<string, Promise<unknown>>()
  private readonly sets: readonly KnownSet[]

  constructor(private readonly parts: FetchParts) {
    this.sets = parts.sets ?? knownSets
  }

  /** The folder for downloads. */
  get downloads(): string {
    return this.parts.downloads
  }

  /** Downloads that run or have failed, as imports. */
  list(): ImportSummary[] {
    return [...this.fetches.values()].map(({ progress }) => progress.summary)
  }

  /**
   * Begins to obtain a data set; a download that runs already is left as it is.
   *
   * @param from a folder or file with the files; nothing is downloaded then
   * @throws StudioError `usage` if there is no such set
   */
  start(key: string, from?: string): ImportSummary {
    const set = knownSet(key, this.sets)
    const id = `known:${key}`
    const running = this.fetches.get(id)
    if (running?.progress.summary.state === 'running') return running.progress.summary
    const stage = from === undefined ? 'downloading' : 'copying'
    const about = { path: from ?? this.parts.downloads, stage } as const
    const progress = new FetchProgress(id, set, about, (summary) =>
      this.parts.emit({ type: 'import', import: summary }),
    )
    const abort = new AbortController()
    const fetch = { set, from: from && pathAsTyped(from), progress, abort }
    const done = this.inTurn(set.folder, () => this.run(fetch))
    this.fetches.set(id, { ...fetch, done })
    done.catch((error: unknown) => {
      if (!abort.signal.aborted) progress.fail(toReport(error))
    })
    progress.publish()
    return progress.summary
  }

  /** The import that follows a download; undefined if there is no download of this id. */
  following(id: string): Promise<ImportSummary> | undefined {
    return this.fetches.get(id)?.done
  }

  /** Tries a failed download again, from where it was. @returns undefined for an unknown id */
  continue(id: string): ImportSummary | undefined {
    const fetch = this.fetches.get(id)
    return fetch && this.start(fetch.set.key, fetch.from)
  }

  /**
   * Ends a download and removes its unfinished files.
   *
   * @returns false for an unknown id
   * @throws StudioError `storage`
   */
  async cancel(id: string): Promise<boolean> {
    const fetch = this.fetches.get(id)
    if (fetch === undefined) return false
    this.fetches.delete(id)
    fetch.abort.abort()
    await fetch.done.catch(() => undefined)
    const { folder } = fetch.set
    const shared = [...this.fetches.values()].some(({ set }) => set.folder === folder)
    if (!shared) await removeUnfinished(fetch.set, this.parts.downloads)
    this.parts.emit({ type: 'importEnded', id, dataset: null })
    return true
  }

  /**
   * Deletes the files of a known set, and of the other sets in its archive.
   *
   * @returns the bytes that were deleted
   * @throws StudioError `usage` if there is no such set, or a download or an import needs the
   *   files; `storage`
   */
  async deleteDownloads(key: string): Promise<number> {
    const set = knownSet(key, this.sets)
    const user = await this.userOf(set)
    if (user !== undefined) throw problemError('usage', 'downloadsInUse', { title: user })
    return deleteKept(set, this.sets, this.parts.downloads)
  }

  /** The title of a set that is being added from a set's files; undefined if there is none. */
  private async userOf({ folder }: KnownSet): Promise<string | undefined> {
    const fetching = [...this.fetches.values()].find(
      ({ set, progress }) => set.folder === folder && progress.summary.state === 'running',
    )
    if (fetching !== undefined) return fetching.set.title
    const imports = await this.parts.imports.list()
    return imports.find(({ path }) => setAt(path, this.sets, this.downloads)?.folder === folder)
      ?.name
  }

  /** Ends all downloads; a later one continues from their files. */
  async close(): Promise<void> {
    const all = [...this.fetches.values()]
    for (const { abort } of all) abort.abort()
    await Promise.allSettled(all.map(({ done }) => done))
  }

  private async run({ set, from, progress, abort }: Omit<Fetch, 'done'>): Promise<ImportSummary> {
    const { downloads, imports, emit, network = internet } = this.parts
    const { signal } = abort
    signal.throwIfAborted()
    const onProgress = (bytes: number) => progress.count(bytes)
    const others = this.sets.filter((one) => one !== set)
    const path = await obtain({ set, others, downloads, from, network, signal, onProgress })
    signal.throwIfAborted()
    const started = await imports.start(importOf(set, path))
    const { id } = progress.summary
    this.fetches.delete(id)
    emit({ type: 'importEnded', id, dataset: null })
    return started
  }

  /** Runs one download of a folder at a time. */
  private inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(folder) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.queues.set(folder, mine)
    return mine
  }
}

function importOf(set: KnownSet, path: string): ImportRequest {
  const { key, title, licence, size, channels, options, classNames } = set
  return {
    source: { path: resolve(path), options },
    preparation: preparationSchema.parse({ imageSize: size, channels }),
    ...{ name: title, known: key, licence, classNames: [...classNames] },
  }
}
