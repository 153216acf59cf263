import { randomBytes } from 'node:crypto'

/** Work that was requested by pages, which can cancel it by name. */
export class PageRequests {
  private readonly running = new Map<string, AbortController>()

  /**
   * Begins work after the reply has been sent, so that the page knows the name.
   *
   * @param work must not reject
   * @returns the name
   */
  begin(work: (name: string, signal: AbortSignal) => Promise<void>): string {
    const name = randomBytes(8).toString('hex')
    const aborter = new AbortController()
    this.running.set(name, aborter)
    setImmediate(() => void work(name, aborter.signal).finally(() => this.running.delete(name)))
    return name
  }

  /** Cancels work; nothing happens if it has ended. */
  cancel(name: string): void {
    this.running.get(name)?.abort()
  }
}
