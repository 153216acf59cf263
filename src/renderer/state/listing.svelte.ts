type ListingStatus = 'idle' | 'loading' | 'ready' | 'failed'

/** A list loaded from the host when first used and reloaded on request. */
export class Listing<T> {
  items = $state.raw<readonly T[]>([])
  status = $state<ListingStatus>('idle')
  private latest = 0

  constructor(
    private readonly fetch: () => Promise<readonly T[]>,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Loads the list unless it is loaded or loading. */
  async ensureLoaded(): Promise<void> {
    if (this.status === 'idle' || this.status === 'failed') await this.reload()
  }

  /** Loads the list again; a loaded one stays in use until then. */
  async refresh(): Promise<void> {
    if (this.status === 'ready') await this.load()
    else if (this.status !== 'loading') await this.reload()
  }

  async reload(): Promise<void> {
    this.status = 'loading'
    await this.load()
  }

  private async load(): Promise<void> {
    const mine = ++this.latest
    try {
      const items = await this.fetch()
      if (mine !== this.latest) return
      this.items = items
      this.status = 'ready'
    } catch (error) {
      if (mine !== this.latest) return
      this.status = 'failed'
      this.report(error)
    }
  }
}
