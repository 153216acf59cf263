/**
 * A host's requests to a running training loop. Tasks run between two steps, so they see complete
 * steps only; a paused loop still runs them.
 */
export class Control {
  private readonly tasks: (() => Promise<void>)[] = []
  private readonly aborter = new AbortController()
  private paused = false
  private wake: (() => void) | undefined

  /** Aborted by {@link Control.stop}; the loop ends after the step it is in. */
  get signal(): AbortSignal {
    return this.aborter.signal
  }

  pause(): void {
    this.paused = true
  }

  continue(): void {
    this.paused = false
    this.wake?.()
  }

  stop(): void {
    this.aborter.abort()
    this.wake?.()
  }

  /** Runs the task between two steps and returns its result. */
  submit<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.tasks.push(() => task().then(resolve, reject))
      this.wake?.()
    })
  }

  /** Receives messages and runs the requested tasks; returns when training may continue. */
  async betweenSteps(): Promise<void> {
    await new Promise(setImmediate)
    await this.runTasks()
    while (this.paused && !this.signal.aborted) {
      await new Promise<void>((resolve) => (this.wake = resolve))
      this.wake = undefined
      await this.runTasks()
    }
  }

  /** Runs the tasks that were still waiting when the loop ended. */
  async runTasks(): Promise<void> {
    for (let task = this.tasks.shift(); task !== undefined; task = this.tasks.shift()) await task()
  }
}
