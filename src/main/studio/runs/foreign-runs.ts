/** Milliseconds between two looks. */
const EVERY = 1000

/**
 * Runs that train, but not here: a trainer that outlives its host for the moment that saving
 * takes, or another program's. Nobody tells how they go, so they are looked at until they end.
 */
export class ForeignRuns {
  private readonly timers = new Map<string, NodeJS.Timeout>()

  /**
   * @param look tells the pages how the run stands, and whether it still trains elsewhere;
   *   a run that cannot be read any more is not looked at again
   */
  constructor(
    private readonly look: (id: string) => Promise<boolean>,
    private readonly every = EVERY,
  ) {}

  /** Follows a run, unless that is done already. */
  follow(id: string): void {
    if (this.timers.has(id)) return
    const again = (): void => {
      void this.look(id)
        .catch(() => false)
        .then((trains) => {
          if (!this.timers.has(id)) return
          if (trains) this.timers.set(id, setTimeout(again, this.every).unref())
          else this.timers.delete(id)
        })
    }
    this.timers.set(id, setTimeout(again, this.every).unref())
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
  }
}
