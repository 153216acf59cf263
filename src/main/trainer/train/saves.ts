/** Milliseconds of work between yields to training: a small part of a step's time. */
const SLICE_MS = 4

/** The most queued writes: a grid and a checkpoint, and the grids of a few more intervals. */
const MAX_WAITING = 4

/** Work that runs alongside training; errors surface even if nobody awaits the write. */
export interface Started {
  done: Promise<void>
}

/**
 * Writes files while training continues: one after another, in small slices between the steps. A
 * failure is kept until the training checks for it.
 */
export class Saves {
  private last: Promise<void> = Promise.resolve()
  private failure: { error: unknown } | undefined
  private waiting = 0

  add(work: () => Promise<void>): Started {
    this.waiting += 1
    const done = this.last.then(afterAStep).then(work)
    this.last = done
      .catch((error: unknown) => {
        this.failure ??= { error }
      })
      .finally(() => (this.waiting -= 1))
    return { done }
  }

  /** Waits while the queue is full: a slow disk should slow training down, not fill memory. */
  async keepUp(): Promise<void> {
    if (this.waiting > MAX_WAITING) await this.last
    this.refuseFailure()
  }

  /** Waits until everything is written. */
  async finish(): Promise<void> {
    await this.last
    this.refuseFailure()
  }

  /** Waits until every write has ended, whether it succeeded or not. */
  async idle(): Promise<void> {
    await this.last
  }

  private refuseFailure(): void {
    if (this.failure !== undefined) throw this.failure.error
  }
}

/** Lets training take a step first, since preparing this work may already have delayed it. */
async function afterAStep(): Promise<void> {
  // The first yield lets the loop take the step that is due.
  await new Promise(setImmediate)
  await new Promise(setImmediate)
}

/**
 * Returns a function that, after each slice of work, yields to the event loop to let training take
 * a step.
 */
export function timeSlices(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < SLICE_MS) return
    await new Promise(setImmediate)
    since = performance.now()
  }
}
