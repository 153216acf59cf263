import { folderStamps } from '../../storage/datasets/folder-stamps'
import type { FolderStamps } from '../../storage/datasets/folder-stamps'
import { Polling } from '../polling'

/** Minimum milliseconds between two checks; one takes about 10 ms with 300 data sets. */
const INTERVAL_MS = 3000

interface DatasetsWatchParts {
  /** The folder of the user's data sets. */
  datasetsDir: string
  /** Data sets were added, changed, removed or restored, or imports have ended. */
  changed(): void
  /** An import began, progressed or was interrupted. */
  importChanged(id: string): Promise<unknown>
  /** Milliseconds between two checks; by default three seconds. */
  intervalMs?: number | undefined
}

/** Notices what any process does with the data sets of a data folder and with their imports. */
export class DatasetsWatch extends Polling {
  private known: FolderStamps = { sets: new Map(), imports: new Map() }

  constructor(private readonly parts: DatasetsWatchParts) {
    super(parts.intervalMs ?? INTERVAL_MS)
  }

  protected async remember(): Promise<void> {
    this.known = await folderStamps(this.parts.datasetsDir).catch(() => this.known)
  }

  protected async look(): Promise<void> {
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
