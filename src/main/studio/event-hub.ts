import type { NumberedEvent, StudioEvent } from '../../contract/events'

interface Audience {
  begin: () => void
  end: () => void
}

/** Numbers the studio's events and passes them to every open page. */
export class EventHub {
  private last = 0
  private readonly handlers = new Set<(numbered: NumberedEvent) => void>()
  private readonly observers: ((event: StudioEvent) => void)[] = []
  private readonly audiences: Audience[] = []

  /** The number of the newest event; 0 before the first. */
  get sequence(): number {
    return this.last
  }

  emit(event: StudioEvent): void {
    const numbered = { sequence: ++this.last, event }
    for (const handle of [...this.handlers]) handle(numbered)
    // They may emit events of their own, which follow this one.
    for (const observe of this.observers) observe(event)
  }

  /**
   * @param handle must not throw, since later handlers would miss the event
   * @returns a function that ends the subscription
   */
  subscribe(handle: (numbered: NumberedEvent) => void): () => void {
    this.handlers.add(handle)
    if (this.handlers.size === 1) for (const { begin } of this.audiences) begin()
    return () => {
      const removed = this.handlers.delete(handle)
      if (removed && this.handlers.size === 0) for (const { end } of this.audiences) end()
    }
  }

  /**
   * For the studio's own parts, which are no audience.
   *
   * @param handle called after the pages; must not throw
   */
  observe(handle: (event: StudioEvent) => void): void {
    this.observers.push(handle)
  }

  /** Calls back when the first subscriber comes and after the last one has gone. */
  whenHeard(audience: Audience): void {
    this.audiences.push(audience)
  }
}
