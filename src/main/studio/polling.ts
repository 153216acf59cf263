/** On a slow disk, looking takes at most this share of the time. */
const MAX_SHARE = 0.05

interface Watch {
  timer?: NodeJS.Timeout
  ready: Promise<void>
}

/** Looks at files again and again, since notifications do not work on every file system. */
export abstract class Polling {
  /** Identifies the current watch; undefined while there is none. */
  private watch: Watch | undefined

  /** @param intervalMs minimum milliseconds between two looks */
  constructor(private readonly intervalMs: number) {}

  /** Notes what is there when the polling starts; must not throw. */
  protected abstract remember(): Promise<void>
  /** Looks for changes; what it throws is ignored, since nothing is then known to have changed. */
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
   * without notice. Immediately if the polling is not on.
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
