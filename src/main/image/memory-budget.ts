/**
 * Bounds the memory that concurrent tasks use together. A task that needs more than the whole
 * budget runs alone. Tasks start in the order in which they asked.
 */
export class MemoryBudget {
  #used = 0
  readonly #waiting: { bytes: number; start: () => void }[] = []

  constructor(readonly bytes: number) {}

  /** Runs a task when its memory is available, and resolves or rejects as it does. */
  async run<T>(bytes: number, task: () => Promise<T>): Promise<T> {
    const taken = Math.min(bytes, this.bytes)
    if (this.#waiting.length > 0 || this.#used + taken > this.bytes) {
      await new Promise<void>((start) => this.#waiting.push({ bytes: taken, start }))
    } else this.#used += taken
    try {
      return await task()
    } finally {
      this.#used -= taken
      this.#startWaiting()
    }
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#used + next.bytes > this.bytes) return
      this.#waiting.shift()
      this.#used += next.bytes
      next.start()
    }
  }
}
