import { asNotice, StudioError } from '../../../contract/errors'
import type { MeasureProgress, MeasureReply } from '../../../contract/evaluations/measuring'
import { notice } from '../../../contract/notices'
import type { TrainerEvent } from '../../../contract/trainer'
import { checkpointDirectory } from '../../storage/runs/paths'
import type { RunSession } from '../runs/run-session'
import type { MeasureRequest } from './measure-target'
import type { MeasureWatch } from './measuring-process'

/** The metrics that take about a second together. */
const CHEAP = ['fid', 'classDivergence', 'classAccuracy', 'pairwiseDistance', 'effectiveRank']
/** Images generated for a cheap pass. */
const CHEAP_COUNT = 2000

type Evaluate = (request: MeasureRequest, watch: MeasureWatch) => Promise<MeasureReply>

/** A run that has started. */
export interface MeasuredRun {
  dir: string
  overview: { fromStep: number }
  session: Pick<RunSession, 'outcome' | 'note' | 'run'>
}

export interface MeasurementsWatch {
  onEvaluated?(reply: MeasureReply): void
  /** The progress of the pass at the end of training. */
  onMeasuring?(step: number, progress: MeasureProgress): void
  /** The pass at the end of training ended; undefined without a result. */
  onMeasured?(step: number, reply: MeasureReply | undefined): void
}

/**
 * Measures the images of a run while it trains: a cheap pass of the first checkpoint of each
 * interval, and a full pass of the last one. Training never waits for it. If a pass is due before
 * the one before it has begun, only the newer one is measured. Whatever goes wrong is a warning in
 * the run's activity.
 */
export class RunMeasurements {
  /** The step of the last checkpoint that was due; undefined before the session has started. */
  private lastDue: number | undefined
  private waiting: number | undefined
  private readonly early: number[] = []
  private started: MeasuredRun | undefined
  private ended = false
  private readonly aborter = new AbortController()
  private working: Promise<void> = Promise.resolve()
  private isWorking = false
  /** The problems that have been reported, once each. */
  private readonly reported = new Set<string>()

  constructor(
    private readonly evaluate: Evaluate,
    private readonly watch: MeasurementsWatch,
  ) {}

  /** Receives the events of the session's trainer. */
  onEvent(event: TrainerEvent): void {
    if (event.type === 'checkpoint') this.saved(event.step)
  }

  /** Begins once the session has started. */
  begin(started: MeasuredRun): void {
    this.started = started
    this.lastDue = started.overview.fromStep
    for (const step of this.early.splice(0)) this.saved(step)
    started.session.outcome.then(
      ({ kind, step }) => this.end(kind === 'finished' ? step : undefined),
      () => this.end(undefined),
    )
  }

  /** Resolves when the session has ended and nothing is being measured any more; never rejects. */
  async done(): Promise<void> {
    await this.started?.session.outcome.catch(() => undefined)
    await this.working
  }

  /** Cancels what is being measured and what is waiting. */
  cancel(): void {
    this.ended = true
    this.waiting = undefined
    this.aborter.abort()
  }

  /** Whether the run's settings ask for measurements. */
  get measures(): boolean {
    return this.interval > 0
  }

  private get interval(): number {
    return this.started?.session.run.config.hyperparameters.metricsInterval ?? 0
  }

  private saved(step: number): void {
    if (this.lastDue === undefined) return void this.early.push(step)
    const { interval } = this
    if (interval === 0 || this.ended) return
    if (Math.floor(step / interval) <= Math.floor(this.lastDue / interval)) return
    this.lastDue = step
    this.waiting = step
    if (!this.isWorking) this.working = this.work()
  }

  private async work(): Promise<void> {
    this.isWorking = true
    for (let step = this.waiting; step !== undefined; step = this.waiting) {
      this.waiting = undefined
      await this.measure(step, { pass: 'cheap', metrics: CHEAP, generatedCount: CHEAP_COUNT })
    }
    this.isWorking = false
  }

  /** @param finished the last step, if all steps are done */
  private end(finished: number | undefined): void {
    const from = this.started?.overview.fromStep ?? 0
    const due = finished !== undefined && finished > from && this.interval > 0 && !this.ended
    if (!due) return this.cancel()
    this.ended = true
    this.waiting = undefined
    this.working = this.working.then(async () => {
      const reply = await this.measure(finished, { pass: 'full' }, (progress) =>
        this.watch.onMeasuring?.(finished, progress),
      )
      this.watch.onMeasured?.(finished, reply)
    })
  }

  /** @returns undefined if it failed or was cancelled */
  private async measure(
    step: number,
    options: Pick<MeasureRequest, 'pass' | 'metrics' | 'generatedCount'>,
    onProgress: (progress: MeasureProgress) => void = () => undefined,
  ): Promise<MeasureReply | undefined> {
    const { dir, session } = this.started as MeasuredRun
    const { engine } = session.run.config
    const source = checkpointDirectory(dir, step)
    const request = { ...options, source, engine, threads: 1, background: true }
    const { signal } = this.aborter
    try {
      const reply = await this.evaluate(request, { signal, onProgress })
      this.watch.onEvaluated?.(reply)
      return reply
    } catch (error) {
      const isClosing = error instanceof StudioError && error.problem?.code === 'studioClosing'
      if (!signal.aborted && !isClosing) this.report(step, error)
      return undefined
    }
  }

  /** Each problem once: the next pass is likely to have the same. */
  private report(step: number, error: unknown): void {
    const why = asNotice(error, { remedy: false })
    const problem = error instanceof StudioError ? (error.problem?.code ?? error.code) : why.message
    if (this.reported.has(problem)) return
    this.reported.add(problem)
    this.started?.session.note(step, notice('measuringFailed', { step, why }))
  }
}
