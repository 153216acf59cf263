import { fileStamp } from '../../../storage/files/file-stamp'
import { runFile } from '../../../storage/runs/paths'
import { runDirectories, runIdOf } from '../../../storage/runs/run-directories'
import { Polling } from '../../polling'

/** Minimum time between two polls of the folder of runs. */
const INTERVAL_MS = 1000

interface RunsWatchParts {
  /** The data folder. */
  root: string
  /** A run's folder was added, or its run.json, lock or list of files changed. */
  changed(id: string): Promise<unknown>
  removed(id: string): void
  /** Milliseconds between two polls; by default a second. */
  intervalMs?: number | undefined
}

/**
 * Notices runs that other processes add, change or remove in the folder of runs. Only the
 * modification times and sizes of two files per run are checked; a file is read only if it changed.
 */
export class RunsWatch extends Polling {
  /** By run id: the state of its folder at the last poll. */
  private known: ReadonlyMap<string, string> = new Map()

  constructor(private readonly parts: RunsWatchParts) {
    super(parts.intervalMs ?? INTERVAL_MS)
  }

  protected async remember(): Promise<void> {
    this.known = await stampsIn(this.parts.root).catch(() => new Map<string, string>())
  }

  protected async look(): Promise<void> {
    const before = this.known
    const now = await stampsIn(this.parts.root)
    this.known = now
    for (const id of before.keys()) if (!now.has(id)) this.parts.removed(id)
    for (const [id, stamp] of now) {
      // A run that cannot be read now may be readable after its next change.
      if (before.get(id) !== stamp) await this.parts.changed(id).catch(() => undefined)
    }
  }
}

/** One stamp per run, which differs after its run.json, its lock or its list of files changed. */
async function stampsIn(root: string): Promise<Map<string, string>> {
  const stamps = new Map<string, string>()
  for (const dir of await runDirectories(root)) {
    stamps.set(runIdOf(dir), `${await fileStamp(dir)} ${await fileStamp(runFile(dir))}`)
  }
  return stamps
}
