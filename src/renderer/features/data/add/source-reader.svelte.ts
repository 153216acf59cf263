import type { SourceDescription, SourceRequest } from '../../../../contract/datasets/source'
import type { StudioClient } from '../../../../contract/rpc'

/** Prefix of this page's tickets, which makes them differ from those of other pages. */
const TICKETS = Math.random().toString(36).slice(2)

/** Reads what a source contains; only the last source that was asked for counts. */
export class SourceReader {
  reading = $state(false)
  private latest = 0
  /** The ticket of the request in progress. */
  private ticket: string | undefined

  constructor(private readonly client: StudioClient) {}

  /**
   * Reads a source, instead of the one that is being read.
   *
   * @returns undefined if another took its place or it was cancelled
   * @throws StudioError why it cannot be read
   */
  async read(source: SourceRequest): Promise<SourceDescription | undefined> {
    this.end()
    const mine = ++this.latest
    this.reading = true
    const ticket = `${TICKETS}-${mine}`
    this.ticket = ticket
    try {
      const description = await this.client.call('sources.describe', { source, ticket })
      return mine === this.latest ? description : undefined
    } catch (error) {
      if (mine !== this.latest) return undefined
      throw error
    } finally {
      if (mine === this.latest) {
        this.reading = false
        this.ticket = undefined
      }
    }
  }

  /** Gives up, as when the user leaves or chooses another source. */
  cancel(): void {
    this.end()
    this.latest++
    this.reading = false
  }

  /** Ends work of the host that nobody is waiting for any more. */
  private end(): void {
    const { ticket } = this
    this.ticket = undefined
    if (ticket === undefined) return
    // Without a connection, it ends by itself.
    this.client.call('sources.cancel', { ticket }).catch(() => undefined)
  }
}
