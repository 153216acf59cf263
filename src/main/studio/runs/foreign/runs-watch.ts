import { fileStamp } from '../../../storage/files/file-stamp'
import { runFile } from '../../../storage/runs/paths'
import { runDirectories, runIdOf } from '../../../storage/runs/run-directories'

/** Minimum time between two polls of the folder of runs. */
const INTERVAL_MS = 1000
/** On a slow disk, polling takes at most this share of the time. */
const MAX_SHARE = 0.05

interface RunsWatchParts {
  /** The data folder. */
  root: string
  /** A run's folder was added, or its run.json, lock or list of files changed. */
  changed(id: string): Promise<unknown>
  removed(id: string): void
  /** Milliseconds between two polls; by default a second. */
  intervalMs?: number
}

/**
 * Notices runs that other processes add, change or remove in the folder of runs. It polls, since
 * notifications do not work on every file system, but only asks for the times of two files per run;
 * nothing is read unless it changed.
 */
export class RunsWatch {
  /** By run id: the state of its folder at the last poll. */
  private known: ReadonlyMap<string, string> = new Map()
  /** Identifies the current watch; undefined while there is none. */
  private watch: { timer?: NodeJS.Timeout; ready: Promise<void> } | undefined

  constructor(private readonly parts: RunsWatchParts) {}

  start(): void {
    this.watch ??= { ready: this.remember().then(() => this.schedule(0)) }
  }

  stop(): void {
    clearTimeout(this.watch?.timer)
    this.watch = undefined
  }

  /**
   * Resolves once every later change will be noticed: what is read afterwards cannot become stale
   * without notice. Immediately if the watch is not on.
   */
  async ready(): Promise<void> {
    await this.watch?.ready
  }

  private async remember(): Promise<void> {
    this.known = await stampsIn(this.parts.root).catch(() => new Map<string, string>())
  }

  private schedule(tookMs: number): void {
    const { watch } = this
    if (watch === undefined) return
    const poll = async (): Promise<void> => {
      const began = performance.now()
      // If the folder cannot be read now, nothing is known to have changed.
      await this.poll().catch(() => undefined)
      if (this.watch === watch) this.schedule(performance.now() - began)
    }
    const { intervalMs = INTERVAL_MS } = this.parts
    watch.timer = setTimeout(() => void poll(), Math.max(intervalMs, tookMs / MAX_SHARE)).unref()
  }

  private async poll(): Promise<void> {
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
