import { problemError, StudioError, toReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Run, RunState } from '../../../contract/run'
import type { ReplyBody, TrainerEvent, TrainJob } from '../../../contract/trainer'
import { updateRun } from '../../storage/runs/runs'
import { exitError, TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { SessionActivity } from './session-activity'
import { withEnding, withSession } from './session-record'
import type { RunOutcome } from './session-record'
import { SpeedMeter } from './speed-meter'

interface RunSessionOptions {
  launch: Launch
  job: TrainJob
  onEvent(event: TrainerEvent): void
  /** Added to those of the trainer, in the overview and in the activity. */
  notes?: readonly Notice[]
  /** Cancels a start that has not been answered yet. */
  signal?: AbortSignal
}

type Last = Extract<TrainerEvent, { type: 'finished' | 'stopped' | 'failed' }>

/**
 * One run being trained by one trainer process, with run.json kept up to date: its state, and a
 * session entry with how it ended. Dying is an ordinary end: the run becomes `interrupted`.
 */
export class RunSession {
  /** Settles when the process has ended and run.json says how. */
  readonly outcome: Promise<RunOutcome>
  private readonly trainer: TrainerProcess
  private readonly meter = new SpeedMeter()
  readonly activity: SessionActivity
  private step: number
  private last: Last | undefined
  private started = false
  private hung: StudioError | undefined
  /** When it was told to stop, in milliseconds. */
  private toldToStop: number | undefined
  /** The run as last stored; undefined until training has started. */
  private stored: Run | undefined

  private constructor(private readonly options: RunSessionOptions) {
    this.step = options.job.resumeFrom ?? 0
    this.activity = new SessionActivity(options.job.runDir, () => this.meter.trainedSeconds)
    this.trainer = new TrainerProcess(options.launch, (event) => this.heard(event))
    this.outcome = this.trainer.exited.then((exit) => this.settle(exitError(exit)))
    // Callers that await it get the failure; without any, it must not count as an unhandled
    // rejection.
    this.outcome.catch(() => undefined)
  }

  /** @throws StudioError when the trainer cannot begin; run.json then keeps its earlier state */
  static async start(
    options: RunSessionOptions,
  ): Promise<{ session: RunSession; overview: ReplyBody<'train'> }> {
    const session = new RunSession(options)
    options.signal?.addEventListener('abort', () => void session.callOff())
    try {
      if (options.signal?.aborted === true) await session.callOff()
      const started = await session.trainer.request('train', options.job)
      const overview = { ...started, notes: [...started.notes, ...(options.notes ?? [])] }
      await session.recordStart(overview)
      return { session, overview }
    } catch (error) {
      await session.trainer.kill()
      throw error
    }
  }

  get pid(): number | undefined {
    return this.trainer.pid
  }

  /** The run as this session last stored it. */
  get run(): Run {
    if (this.stored === undefined) throw new StudioError('internal', 'the session has not begun')
    return this.stored
  }

  /** Over the last seconds of training; null until it has been measured. */
  get stepsPerSecond(): number | null {
    return this.meter.stepsPerSecond
  }

  /** Pauses left out. */
  get trainedSeconds(): number {
    return this.meter.trainedSeconds
  }

  async pause(): Promise<number> {
    const { step } = await this.trainer.request('pause', {})
    this.meter.pause()
    this.activity.add('paused', step)
    await this.setState('paused')
    return step
  }

  async continue(): Promise<number> {
    const { step } = await this.trainer.request('continue', {})
    this.meter.start(step)
    this.activity.add('continued', step)
    await this.setState('running')
    return step
  }

  async rename(name: string): Promise<void> {
    await this.update((run) => ({ ...run, name }))
  }

  /** Finishes the step, checkpoints, and ends the process. */
  async stop(): Promise<RunOutcome> {
    this.toldToStop ??= performance.now()
    await this.trainer.request('stop', {}).catch((error: unknown) => {
      // Ending by itself at the same moment is as good as being stopped; of one that hung the
      // outcome tells.
      if (this.last === undefined && this.hung === undefined) throw error
    })
    return this.outcome
  }

  /**
   * As {@link stop}, but a trainer that has not ended after `seconds` is killed, and the run
   * says so; never throws.
   */
  async stopWithin(seconds: number): Promise<void> {
    const deadline = setTimeout(() => void this.giveUp(seconds), seconds * 1000)
    // If the trainer dies instead, the session has ended too, and its run says how.
    await this.stop().catch(() => undefined)
    await this.trainer.exited
    clearTimeout(deadline)
  }

  /**
   * Kills a trainer that was told to stop and does not answer; the run says so.
   *
   * @throws StudioError `usage` unless it was told to stop
   */
  async endHung(): Promise<RunOutcome> {
    if (this.toldToStop === undefined) {
      throw problemError('usage', 'runNotStopping', { id: this.run.id })
    }
    await this.giveUp(Math.round((performance.now() - this.toldToStop) / 1000))
    return this.outcome
  }

  private giveUp(seconds: number): Promise<void> {
    this.hung = problemError('training', 'trainerHung', { seconds })
    return this.trainer.kill()
  }

  /** Whether it did not answer and had to be killed. */
  get hasHung(): boolean {
    return this.hung !== undefined
  }

  async sample(): Promise<number> {
    return (await this.trainer.request('sample', {})).step
  }

  async checkpoint(): Promise<number> {
    return (await this.trainer.request('checkpoint', {})).step
  }

  /** Ends the process at once; at most the steps since the last checkpoint are lost. */
  async kill(): Promise<RunOutcome> {
    await this.trainer.kill()
    return this.outcome
  }

  private async callOff(): Promise<void> {
    if (!this.started) await this.trainer.kill()
  }

  private heard(event: TrainerEvent): void {
    if (event.type === 'metrics') {
      this.step = event.points.at(-1)?.step ?? this.step
      this.meter.reached(this.step)
    }
    if (event.type === 'warning') this.activity.add('warning', this.step, event)
    if (event.type === 'sample' || event.type === 'checkpoint') {
      this.activity.add(event.type, event.step)
    }
    if (event.type === 'finished' || event.type === 'stopped' || event.type === 'failed') {
      this.last = event
      this.step = event.step
    }
    this.options.onEvent(event)
  }

  private async recordStart({
    engine,
    dataset,
    fromStep: step,
    notes,
  }: ReplyBody<'train'>): Promise<void> {
    this.meter.start(step)
    this.started = true
    // The run's own values, but for its length, which may have been changed.
    const { hyperparameters } = this.options.job.config
    await this.update((run) => {
      const config = { ...run.config, hyperparameters }
      return withSession({ ...run, dataset, config }, { fromStep: step, engine })
    })
    const code = this.run.sessions.length > 1 ? 'resumed' : 'started'
    await this.activity.begin({ code, step, engine, notes })
  }

  private async settle(exit: StudioError): Promise<RunOutcome> {
    const outcome = this.describeEnd(exit)
    this.meter.pause()
    if (!this.started) return outcome
    const failure = await this.recordEnd(outcome)
    const told = failure === undefined ? outcome : unrecorded(outcome, failure)
    this.activity.add(told.kind, told.step, 'error' in told ? told.error : undefined)
    await this.activity.close()
    if (failure !== undefined) throw failure.error
    return outcome
  }

  /** @returns why it could not; where the run failed, as when its folder is gone, that counts more */
  private async recordEnd(outcome: RunOutcome): Promise<{ error: unknown } | undefined> {
    try {
      await this.update((run) => withEnding(run, outcome, this.meter.trainedSeconds))
      return undefined
    } catch (error) {
      return 'error' in outcome ? undefined : { error }
    }
  }

  private describeEnd(exit: StudioError): RunOutcome {
    const { last, step } = this
    if (last?.type === 'failed') return { kind: 'failed', step, error: last.error }
    if (last?.type === 'finished') return { kind: last.type, step, warning: last.warning }
    if (last !== undefined) return { kind: last.type, step }
    return { kind: 'interrupted', step, error: toReport(this.hung ?? exit) }
  }

  private setState(state: RunState): Promise<void> {
    // The session may have ended by itself meanwhile; then that ending counts.
    return this.update((run) =>
      run.sessions.at(-1)?.endedAt === undefined ? { ...run, state } : run,
    )
  }

  private async update(change: (run: Run) => Run): Promise<void> {
    const begun = this.stored?.sessions.at(-1)?.startedAt
    this.stored = await updateRun(this.options.job.runDir, (run) => {
      // Another run's folder may have taken the place of this one's.
      if (begun === undefined || run.sessions.at(-1)?.startedAt === begun) return change(run)
      throw problemError('storage', 'runFolderGone', {}, { where: this.options.job.runDir })
    })
  }
}

const unrecorded = ({ step }: RunOutcome, { error }: { error: unknown }): RunOutcome => ({
  kind: 'interrupted',
  step,
  error: toReport(error),
})
