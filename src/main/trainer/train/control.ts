/**
 * What a host may ask of a training loop while it runs. Tasks run between two steps, so they
 * see whole steps only; a paused loop goes on answering them.
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

  /** Runs the task between two steps and gives what it gives. */
  submit<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.tasks.push(() => task().then(resolve, reject))
      this.wake?.()
    })
  }

  /** Lets messages in and runs what was asked; returns when training may go on. */
  async betweenSteps(): Promise<void> {
    await new Promise(setImmediate)
    await this.runTasks()
    while (this.paused && !this.signal.aborted) {
      await new Promise<void>((resolve) => (this.wake = resolve))
      this.wake = undefined
      await this.runTasks()
    }
  }

  /** Answers what was still waiting when the loop ended. */
  async runTasks(): Promise<void> {
    for (let task = this.tasks.shift(); task !== undefined; task = this.tasks.shift()) await task()
  }
}
