import { problemError, StudioError } from '../../../contract/errors'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { notice } from '../../../contract/notices'
import type { Notice, Problem } from '../../../contract/notices'
import type { ReplyBody, RequestBody } from '../../../contract/trainer'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'

/**
 * The time for which an idle process stays alive, with its engine and the real images' features.
 */
const IDLE_MS = 60_000

/** Callbacks for following a measurement, and a signal that cancels it. */
export interface MeasureWatch {
  onProgress?: (progress: MeasureProgress) => void
  /** Cancels the measurement, waiting or in progress. */
  signal?: AbortSignal
  /** True if nobody asked for it: it waits until all others have ended. */
  automatic?: boolean
}

/** The requests that a measuring process takes. */
export type Work = 'measure' | 'findNeighbours'

interface Queued {
  /** Gets a process with the lowest priority. */
  isBackground: boolean
  watch: MeasureWatch
  /** Sends the request to the process, and returns its reply. */
  send(child: TrainerProcess): Promise<void>
  reject(error: unknown): void
}

/**
 * A process that measures generated images, one request at a time. Requests from users take
 * precedence over the automatic ones of runs, which keep their order: otherwise the long measurements
 * of runs that have ended would hold up those that early stopping depends on. To
 * cancel a measurement, the process is ended, since a metric computes for seconds without receiving
 * messages; its files are written atomically, so this is safe.
 */
export class MeasuringProcess {
  private readonly queue: Queued[] = []
  private current: Queued | undefined
  private child: TrainerProcess | undefined
  private idle: NodeJS.Timeout | undefined
  private closed = false
  /** Whether the process must not be used for another request. */
  private isStale = false
  /** Whether the process has the lowest priority, which it cannot raise again. */
  private isLowered = false

  constructor(private readonly launch: Launch) {}

  /**
   * Measures once the measurements before this one have ended.
   *
   * @throws StudioError as the measuring process; `usage` if it is cancelled
   */
  request<T extends Work>(
    type: T,
    job: RequestBody<T>,
    watch: MeasureWatch = {},
  ): Promise<ReplyBody<T>> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(problemError('usage', 'studioClosing', {}))
      const isBackground = job.background ?? false
      if (watch.signal?.aborted === true) return reject(cancelled())
      // The measurements of a run share a signal, so each must remove its listener.
      const onAbort = (): void => void this.cancel(queued)
      const detach = (): void => watch.signal?.removeEventListener('abort', onAbort)
      const queued: Queued = {
        ...{ isBackground, watch },
        async send(child) {
          const reply = await child.request(type, job)
          detach()
          resolve(reply)
        },
        reject(error) {
          detach()
          reject(error)
        },
      }
      watch.signal?.addEventListener('abort', onAbort, { once: true })
      const first = this.queue.findIndex((other) => other.watch.automatic === true)
      if (watch.automatic === true || first === -1) this.queue.push(queued)
      else this.queue.splice(first, 0, queued)
      this.next()
    })
  }

  /** Replaces the process after the current request, since something that it caches has changed. */
  renew(): void {
    if (this.current === undefined) void this.end()
    else this.isStale = true
  }

  /** Cancels everything and ends the process. */
  async close(): Promise<void> {
    this.closed = true
    for (const { reject } of this.queue.splice(0))
      reject(problemError('usage', 'studioClosing', {}))
    await this.end()
  }

  private next(): void {
    if (this.current !== undefined) return
    this.current = this.queue.shift()
    if (this.current !== undefined) void this.work(this.current)
  }

  private async work(queued: Queued): Promise<void> {
    clearTimeout(this.idle)
    try {
      if (this.isLowered && !queued.isBackground) await this.end()
      if (queued.watch.signal?.aborted === true || this.closed) throw cancelled()
      this.isLowered ||= queued.isBackground
      this.child ??= this.begin()
      await queued.send(this.child)
    } catch (error) {
      queued.reject(this.reasonFor(queued, error))
    }
    this.current = undefined
    if (this.isStale) void this.end()
    this.idle = setTimeout(() => void this.end(), IDLE_MS).unref()
    this.next()
  }

  private reasonFor({ watch }: Queued, error: unknown): unknown {
    if (watch.signal?.aborted === true) return cancelled()
    return this.closed ? problemError('usage', 'studioClosing', {}) : withoutRunAdvice(error)
  }

  private begin(): TrainerProcess {
    const child = new TrainerProcess(this.launch, (event) => {
      if (event.type === 'measuring') this.current?.watch.onProgress?.(event.progress)
    })
    void child.exited.then(() => {
      if (this.child === child) this.child = undefined
      if (this.child === undefined) this.isLowered = false
    })
    return child
  }

  private async cancel(queued: Queued): Promise<void> {
    const at = this.queue.indexOf(queued)
    if (at === -1) return queued === this.current ? this.end() : undefined
    this.queue.splice(at, 1)
    queued.reject(cancelled())
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle)
    const ended = this.child
    this.child = undefined
    this.isStale = false
    this.isLowered = false
    await ended?.kill()
  }
}

const cancelled = (): StudioError => problemError('usage', 'measuringCancelled', {})

/** Replaces the error of a process that died, since its text is about training. */
function withoutRunAdvice(error: unknown): unknown {
  if (!(error instanceof StudioError) || error.code !== 'training') return error
  const why = endingOf(error.problem)
  return problemError('engine', 'measuringEnded', { why }, { cause: error })
}

function endingOf(problem: Problem | undefined): Notice {
  const { signal, code } = problem?.given ?? {}
  if (problem?.code === 'trainerKilled') return notice('measuringKilled', {})
  if (signal !== undefined) return notice('measuringCrashed', { signal: String(signal) })
  return notice('measuringExited', { code: String(code ?? 'unknown') })
}
