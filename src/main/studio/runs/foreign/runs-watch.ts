import { fileStamp } from '../../../storage/files/file-stamp'
import { evaluationsDirectory, runFile } from '../../../storage/runs/paths'
import { runDirectories, runIdOf } from '../../../storage/runs/run-directories'
import { Polling } from '../../polling'

/** Minimum time between two polls of the folder of runs. */
const INTERVAL_MS = 1000

interface RunsWatchParts {
  /** The data folder. */
  root: string
  /** A run's folder was added, or its run.json, lock or list of files changed. */
  changed(id: string): Promise<unknown>
  /** The list of a run's evaluations changed. */
  measured(id: string): Promise<unknown>
  removed(id: string): void
  /** Milliseconds between two polls; by default a second. */
  intervalMs?: number | undefined
}

interface Stamps {
  /** Differs after the run's run.json, its lock or its list of files changed. */
  run: string
  /** Differs after an evaluation was added or replaced. */
  evaluations: string
}

/**
 * Notices runs that other processes add, change, measure or remove in the folder of runs. Only the
 * modification times and sizes of two folders and a file per run are checked; a file is read only
 * if it changed.
 */
export class RunsWatch extends Polling {
  /** By run id: the state of its folder at the last poll. */
  private known: ReadonlyMap<string, Stamps> = new Map()

  constructor(private readonly parts: RunsWatchParts) {
    super(parts.intervalMs ?? INTERVAL_MS)
  }

  protected async remember(): Promise<void> {
    this.known = await stampsIn(this.parts.root).catch(() => new Map<string, Stamps>())
  }

  protected async look(): Promise<void> {
    const before = this.known
    const now = await stampsIn(this.parts.root)
    this.known = now
    for (const id of before.keys()) if (!now.has(id)) this.parts.removed(id)
    for (const [id, { run, evaluations }] of now) {
      const last = before.get(id)
      // A run that cannot be read now may be readable after its next change.
      if (last?.run !== run) await this.parts.changed(id).catch(() => undefined)
      // Those of a new run are read with it.
      if (last === undefined || last.evaluations === evaluations) continue
      await this.parts.measured(id).catch(() => undefined)
    }
  }
}

async function stampsIn(root: string): Promise<Map<string, Stamps>> {
  const stamps = new Map<string, Stamps>()
  for (const dir of await runDirectories(root)) {
    stamps.set(runIdOf(dir), {
      run: `${await fileStamp(dir)} ${await fileStamp(runFile(dir))}`,
      evaluations: await fileStamp(evaluationsDirectory(dir)),
    })
  }
  return stamps
}
