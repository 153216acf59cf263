/** On a slow disk, checks take at most this share of the time. */
const MAX_SHARE = 0.05

interface Watch {
  timer?: NodeJS.Timeout
  ready: Promise<void>
}

/** Polls files, since change notifications do not work on every file system. */
export abstract class Polling {
  /** Identifies the current watch; undefined while there is none. */
  private watch: Watch | undefined

  /** @param intervalMs minimum milliseconds between two checks */
  constructor(private readonly intervalMs: number) {}

  /** Notes what is there when the polling starts; must not throw. */
  protected abstract remember(): Promise<void>
  /** Checks for changes; errors are ignored, and the next check tries again. */
  protected abstract look(): Promise<void>

  start(): void {
    if (this.watch !== undefined) return
    const watch: Watch = { ready: Promise.resolve() }
    this.watch = watch
    watch.ready = this.remember().then(() => this.schedule(watch, 0))
  }

  stop(): void {
    clearTimeout(this.watch?.timer)
    this.watch = undefined
  }

  /**
   * Resolves once every later change will be noticed: what is read afterwards cannot become stale
   * without notice. Resolves at once if polling is off.
   */
  async ready(): Promise<void> {
    await this.watch?.ready
  }

  /** Looks again later, unless this watch has ended in the meantime. */
  private schedule(watch: Watch, tookMs: number): void {
    if (this.watch !== watch) return
    const poll = async (): Promise<void> => {
      const began = performance.now()
      await this.look().catch(() => undefined)
      this.schedule(watch, performance.now() - began)
    }
    const wait = Math.max(this.intervalMs, tookMs / MAX_SHARE)
    watch.timer = setTimeout(() => void poll(), wait).unref()
  }
}
