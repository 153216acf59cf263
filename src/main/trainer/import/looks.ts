import { problemError } from '../../../contract/errors'

/** Milliseconds after which a folder is described by what was found so far. */
const ENOUGH_MS = 20_000
/** Milliseconds after which a look inside a source is abandoned. */
const GIVE_UP_MS = 60_000

/** How long looking inside a source may take. */
export interface Patience {
  enoughMs: number
  giveUpMs: number
}
export const usualPatience: Patience = { enoughMs: ENOUGH_MS, giveUpMs: GIVE_UP_MS }

/** A look inside a source, which has limited time and can be cancelled. */
export class Look {
  private readonly controller = new AbortController()
  private readonly until: number
  private readonly timer: NodeJS.Timeout

  constructor({ enoughMs, giveUpMs }: Patience) {
    this.until = performance.now() + enoughMs
    const seconds = giveUpMs / 1000
    const giveUp = () => this.controller.abort(problemError('data', 'sourceSlow', { seconds }))
    this.timer = setTimeout(giveUp, giveUpMs)
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  readonly enough = (): boolean => performance.now() >= this.until

  cancel(): void {
    this.controller.abort(problemError('usage', 'sourceCancelled', {}))
  }

  /**
   * Waits for the work, but no longer than the look may take: a disk that does not respond cannot be
   * interrupted.
   *
   * @param late receives a result that arrives too late
   * @throws the signal's reason if cancelled or out of time; what the work throws
   */
  async at<T>(work: Promise<T>, late: (result: T) => void): Promise<T> {
    const { signal } = this.controller
    try {
      return await new Promise<T>((resolve, reject) => {
        const stop = () => reject(signal.reason as Error)
        if (signal.aborted) stop()
        signal.addEventListener('abort', stop, { once: true })
        work.then((result) => (signal.aborted ? late(result) : resolve(result)), reject)
      })
    } finally {
      clearTimeout(this.timer)
    }
  }
}
