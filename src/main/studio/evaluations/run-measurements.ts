import { asNotice, StudioError } from '../../../contract/errors'
import type { MeasureProgress, MeasureReply } from '../../../contract/evaluations/measuring'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { earlyStopOf } from '../../../contract/evaluations/early-stop'
import type { TrainerEvent } from '../../../contract/trainer'
import { checkpointDirectory } from '../../storage/runs/paths'
import { endedByItself } from '../runs/session-record'
import type { RunOutcome } from '../runs/session-record'
import type { MeasureRequest } from './measure-target'
import type { MeasuredRun, MeasurementsWatch } from './measured-run'
import type { MeasureWatch } from './measuring-process'
import { missedSteps } from './missed-steps'

/** The metrics of a cheap pass, which take about a second together. */
const CHEAP = ['fid', 'classDivergence', 'classAccuracy', 'pairwiseDistance', 'effectiveRank']
/** Images generated for a cheap pass. */
const CHEAP_COUNT = 2000

type Evaluate = (request: MeasureRequest, watch: MeasureWatch) => Promise<MeasureReply>

/**
 * Measures the images of a run while it trains: a cheap pass for the first checkpoint of each
 * interval and for the last one, and a full pass for the last one. Training never waits for it;
 * once training has ended, passes no longer have the lowest priority. If a pass is due before the
 * previous one has begun, only the newer checkpoint is measured. A checkpoint that is due stays on
 * disk until it is measured; if the run is stopped first, that happens when the run resumes.
 * Failures are warnings in the run's activity. Stops the run if its patience is exhausted.
 */
export class RunMeasurements {
  /** The step of the last checkpoint that was due; undefined before the session has started. */
  private lastDue: number | undefined
  /** The steps to measure next. */
  private waiting: number[] = []
  private readonly early: number[] = []
  private started: MeasuredRun | undefined
  private ended = false
  private cancelled = false
  /** Cancels the pass in progress. */
  private pass: AbortController | undefined
  private working: Promise<void> = Promise.resolve()
  private isWorking = false
  /** The problems that have been reported; each is reported once. */
  private readonly reported = new Set<string>()

  constructor(
    private readonly evaluate: Evaluate,
    private readonly watch: MeasurementsWatch,
    private readonly measureEnd = true,
  ) {}

  /** Handles the events of the session's trainer. */
  onEvent(event: TrainerEvent): void {
    if (event.type === 'checkpoint') this.saved(event.step)
  }

  /** Begins once the session has started; never rejects. */
  async begin(started: MeasuredRun): Promise<void> {
    this.started = started
    const missed = this.interval === 0 ? [] : await missedSteps(started, this.interval)
    this.lastDue = started.overview.fromStep
    if (missed.length > 0) this.due(missed)
    for (const step of this.early.splice(0)) this.saved(step)
    started.session.outcome.then(
      (outcome) => this.end(outcome),
      () => this.cancel(),
    )
  }

  /** Resolves when the session has ended and all measurements are complete; never rejects. */
  async done(): Promise<void> {
    await this.started?.session.outcome.catch(() => undefined)
    await this.working
    await this.started?.session.retention.settled()
  }

  /** Cancels the current measurement and those that are waiting. */
  cancel(): void {
    this.ended = this.cancelled = true
    this.waiting.splice(0).forEach((step) => this.watch.onSettled?.(step))
    this.pass?.abort()
  }

  /** Whether the run's settings request measurements. */
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
    this.due([step])
  }

  /** Measures these steps instead of those that are still waiting. */
  private due(steps: readonly number[]): void {
    if (this.ended) return
    const retention = this.started?.session.retention
    steps.forEach((step) => retention?.hold(step))
    for (const step of this.waiting) {
      retention?.release(step)
      this.watch.onSettled?.(step)
      this.started?.session.activity.add('note', step, notice('measuringSkipped', { step }))
      this.warnOfPatience(step)
    }
    this.waiting = [...steps]
    steps.forEach((step) => this.watch.onPending?.(step, null))
    if (!this.isWorking) this.working = this.work()
  }

  /** Early stopping judges measurements, so it is late if these are. */
  private warnOfPatience(step: number): void {
    const patience = this.started?.session.run.config.hyperparameters.patience ?? 0
    if (patience > 0) this.reportOnce(step, 'patienceLate', notice('patienceLate', {}))
  }

  private async work(): Promise<void> {
    this.isWorking = true
    for (let step = this.waiting.shift(); step !== undefined; step = this.waiting.shift()) {
      await this.measureCheaply(step)
    }
    this.isWorking = false
  }

  private end(outcome: RunOutcome): void {
    const { step } = outcome
    const from = this.started?.overview.fromStep ?? 0
    const isLast = this.measureEnd && endedByItself(outcome) && step > from
    if (!isLast || this.interval === 0 || this.ended) return this.cancel()
    this.ended = true
    // Somebody may be waiting, so a pass in progress begins again at a higher priority.
    this.pass?.abort()
    this.watch.onPending?.(step, null)
    if (this.lastDue !== step) this.afterWaiting(step, () => this.measureCheaply(step))
    const onProgress = (progress: MeasureProgress): void => this.watch.onMeasuring?.(step, progress)
    this.afterWaiting(step, async () => {
      this.watch.onPending?.(step, null)
      const outcome = await this.measure(step, { pass: 'full' }, onProgress)
      this.watch.onMeasured?.(step, typeof outcome === 'string' ? undefined : outcome)
    })
  }

  private afterWaiting(step: number, measure: () => Promise<unknown>): void {
    this.working = this.working.then(async () => {
      if (this.cancelled) this.watch.onSettled?.(step)
      else await measure()
    })
  }

  private async measureCheaply(step: number): Promise<void> {
    const options = { metrics: CHEAP, generatedCount: CHEAP_COUNT }
    // If it was cancelled, the checkpoint is measured when the run resumes.
    if ((await this.measure(step, { pass: 'cheap', ...options })) === 'cancelled') return
    this.started?.session.retention.release(step)
    this.stopIfPatient()
  }

  private stopIfPatient(): void {
    const { session } = this.started as MeasuredRun
    const { config, sessions } = session.run
    const fids = session.retention.measured?.list ?? []
    const last = sessions.findLast(({ early }) => early !== undefined)
    const early = earlyStopOf(fids, config.hyperparameters.patience, last?.toStep)
    if (early !== undefined && !this.ended) session.stopEarly(early)
  }

  private async measure(
    step: number,
    options: Pick<MeasureRequest, 'pass' | 'metrics' | 'generatedCount'>,
    onProgress: (progress: MeasureProgress) => void = () => undefined,
  ): Promise<MeasureReply | 'failed' | 'cancelled'> {
    const { dir, session } = this.started as MeasuredRun
    const { engine } = session.run.config
    const source = checkpointDirectory(dir, step)
    const background = !this.ended
    const request = { ...options, source, engine, threads: 1, background }
    const { signal } = (this.pass = new AbortController())
    const report = (progress: MeasureProgress): void => {
      this.watch.onPending?.(step, progress)
      onProgress(progress)
    }
    try {
      const reply = await this.evaluate(request, {
        ...{ signal, onProgress: report, automatic: true },
      })
      session.retention.evaluated(reply.evaluation)
      this.reportUnstored(step, reply)
      this.watch.onEvaluated?.(reply)
      return reply
    } catch (error) {
      const isClosing = error instanceof StudioError && error.problem?.code === 'studioClosing'
      if (this.cancelled || isClosing) return 'cancelled'
      if (signal.aborted) return await this.measure(step, options, onProgress)
      this.report(step, error)
      if (error instanceof StudioError && error.problem?.code === 'measuredRunGone') this.cancel()
      return 'failed'
    } finally {
      this.watch.onSettled?.(step)
    }
  }

  private reportUnstored(step: number, { notStored }: MeasureReply): void {
    if (notStored === undefined) return
    const { code: _code, remedy: _again, ...what } = notStored
    this.reportOnce(step, 'evaluationNotStored', what)
  }

  /** Reports each problem once, since the next pass is likely to have the same one. */
  private report(step: number, error: unknown): void {
    const why = asNotice(error, { remedy: false })
    const problem = error instanceof StudioError ? (error.problem?.code ?? error.code) : why.message
    this.reportOnce(step, problem, notice('measuringFailed', { step, why }))
  }

  private reportOnce(step: number, problem: string, what: Notice): void {
    if (this.reported.has(problem)) return
    this.reported.add(problem)
    this.started?.session.note(step, what)
  }
}
