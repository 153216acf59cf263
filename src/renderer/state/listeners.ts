/** A set of listeners. */
export class Listeners<T> {
  private readonly handlers = new Set<(value: T) => void>()

  /** @returns a function that unsubscribes */
  add(handle: (value: T) => void): () => void {
    this.handlers.add(handle)
    return () => void this.handlers.delete(handle)
  }

  emit(value: T): void {
    for (const handle of this.handlers) handle(value)
  }
}
