/** On a slow disk, checks take at most this share of the time. */
const MAX_SHARE = 0.05

/** Polls files, since change notifications do not work on every file system. */
export abstract class Polling {
  /** Identifies the current watch; undefined while there is none. */
  private watch: { timer?: NodeJS.Timeout; ready: Promise<void> } | undefined

  /** @param intervalMs minimum milliseconds between two checks */
  constructor(private readonly intervalMs: number) {}

  /** Notes what is there when the polling starts; must not throw. */
  protected abstract remember(): Promise<void>
  /** Checks for changes; errors are ignored, and the next check tries again. */
  protected abstract look(): Promise<void>

  start(): void {
    this.watch ??= { ready: this.remember().then(() => this.schedule(0)) }
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

  private schedule(tookMs: number): void {
    const { watch } = this
    if (watch === undefined) return
    const poll = async (): Promise<void> => {
      const began = performance.now()
      await this.look().catch(() => undefined)
      if (this.watch === watch) this.schedule(performance.now() - began)
    }
    const wait = Math.max(this.intervalMs, tookMs / MAX_SHARE)
    watch.timer = setTimeout(() => void poll(), wait).unref()
  }
}
