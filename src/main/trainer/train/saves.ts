/** Worked at a stretch before a training step gets its turn: a small part of a step's own time. */
const STRETCH_MS = 4

/** A grid and a checkpoint, and the grids of a few intervals more. */
const MOST_WAITING = 4

/** Something that goes on beside the training; who does not wait for it hears of a failure all the same. */
export interface Started {
  done: Promise<void>
}

/**
 * What is written while training goes on: one thing after the other, in small portions between
 * the steps. A failure stays until the training asks for it.
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

  /** Waits while much is queued, so that a slow disk holds training up and memory does not fill. */
  async keepUp(): Promise<void> {
    if (this.waiting > MOST_WAITING) await this.last
    this.refuseFailure()
  }

  /** Waits until all is written. */
  async finish(): Promise<void> {
    await this.last
    this.refuseFailure()
  }

  /** Likewise, whether it works or not. */
  async settled(): Promise<void> {
    await this.last
  }

  private refuseFailure(): void {
    if (this.failure !== undefined) throw this.failure.error
  }
}

/** The step before this one may have been held up by what the work is about. */
async function afterAStep(): Promise<void> {
  // The first turn is that of the loop itself, which is about to take its step.
  await new Promise(setImmediate)
  await new Promise(setImmediate)
}

/** A pause that lets the event loop, and so a training step, have a turn after each stretch of work. */
export function stretches(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < STRETCH_MS) return
    await new Promise(setImmediate)
    since = performance.now()
  }
}
