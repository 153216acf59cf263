import { folderStamps } from '../../storage/datasets/folder-stamps'
import type { FolderStamps } from '../../storage/datasets/folder-stamps'
import { Polling } from '../polling'

/** Minimum milliseconds between two looks; one takes about 10 ms with 300 data sets. */
const INTERVAL_MS = 3000

interface DatasetsWatchParts {
  /** The folder of the user's data sets. */
  datasetsDir: string
  /** Data sets were added, changed, removed or restored, or imports have ended. */
  changed(): void
  /** An import began, progressed or was interrupted. */
  importChanged(id: string): Promise<unknown>
  /** Milliseconds between two looks; by default three seconds. */
  intervalMs?: number
}

/** Notices what any process does with the data sets of a data folder and with their imports. */
export class DatasetsWatch {
  private known: FolderStamps = { sets: new Map(), imports: new Map() }
  private readonly polling: Polling

  constructor(private readonly parts: DatasetsWatchParts) {
    const { datasetsDir, intervalMs = INTERVAL_MS } = parts
    this.polling = new Polling({
      intervalMs,
      remember: async () => {
        this.known = await folderStamps(datasetsDir).catch(() => this.known)
      },
      look: () => this.look(),
    })
  }

  start(): void {
    this.polling.start()
  }

  stop(): void {
    this.polling.stop()
  }

  /** As {@link Polling.ready}. */
  ready(): Promise<void> {
    return this.polling.ready()
  }

  private async look(): Promise<void> {
    const before = this.known
    const now = await folderStamps(this.parts.datasetsDir)
    this.known = now
    for (const [id, stamp] of now.imports) {
      // An import that cannot be read now may be readable after its next change.
      if (before.imports.get(id) === stamp) continue
      await this.parts.importChanged(id).catch(() => undefined)
    }
    const ended = [...before.imports.keys()].some((id) => !now.imports.has(id))
    if (ended || !isSame(before.sets, now.sets)) this.parts.changed()
  }
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([name, stamp]) => b.get(name) === stamp)
