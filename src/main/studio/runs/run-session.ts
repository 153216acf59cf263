import type { Alarm } from '../../../contract/alarms/alarm'
import type { StudioError } from '../../../contract/errors'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { problemError } from '../../../contract/errors'
import type { EarlyStop } from '../../../contract/evaluations/early-stop'
import type { HardwareSample } from '../../../contract/hardware/sample'
import type { Notice } from '../../../contract/notices'
import type { Run } from '../../../contract/run'
import type { ReplyBody, TrainerEvent, TrainJob } from '../../../contract/trainer'
import { exitError, TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { SessionHardware } from '../hardware/session-hardware'
import { sessionRetention } from './retention'
import type { Retention } from './retention'
import { SessionActivity } from './session-activity'
import { outcomeOf, SessionRecord, whyEnded } from './session-record'
import { alarmEntry, SessionAlarms } from './session-alarms'
import type { FinalEvent, RunOutcome } from './session-record'
import { SessionPauses } from './session-pauses'
import { SpeedMeter } from './speed-meter'
import { Stopping } from './stopping'

interface RunSessionOptions {
  launch: Launch
  job: TrainJob
  onEvent(event: TrainerEvent): void
  /** Called when an alarm begins or ends. */
  onAlarm?(alarm: Alarm): void
  /** A new sample of what the trainer and the machine use. */
  onHardware?(sample: HardwareSample): void
  /** Added to the trainer's notes, in the overview and in the activity. */
  notes?: readonly Notice[]
  /** Cancels a start that has not completed yet. */
  signal?: AbortSignal
  /** Called once the start is recorded, before any checkpoint is deleted; must not reject. */
  onStarted?(session: RunSession, overview: ReplyBody<'train'>): Promise<void>
  /** Old checkpoints were deleted. */
  onDeleted?(): void
}

/**
 * One run being trained by one trainer process. Keeps run.json up to date: the run's state, and a
 * session entry with its end. If the process dies, the run becomes `interrupted`.
 */
export class RunSession {
  /**
   * Resolves when the process has exited and its end is recorded in run.json; rejects if it cannot
   * be recorded.
   */
  readonly outcome: Promise<RunOutcome>
  private readonly trainer: TrainerProcess
  private readonly meter = new SpeedMeter()
  /** The run in run.json, whose annotations others may change too. */
  readonly record: SessionRecord
  readonly activity: SessionActivity
  readonly retention: Retention
  private readonly alarms: SessionAlarms
  readonly hardware: SessionHardware
  private step: number
  private finalEvent: FinalEvent | undefined
  private started = false
  private readonly pauses: SessionPauses
  private readonly stopping = new Stopping()
  private early: EarlyStop | undefined
  /** Ends when the start is recorded and checkpoints may be deleted; never rejects. */
  private beginning: Promise<unknown> = Promise.resolve()
  private hasExited = false

  private constructor(private readonly options: RunSessionOptions) {
    this.step = options.job.resumeFrom ?? 0
    this.record = new SessionRecord(options.job)
    this.activity = new SessionActivity(options.job.runDir, () => this.meter.trainedSeconds)
    this.retention = sessionRetention(options.job, {
      isLast: () => this.record.isLast(),
      hasExited: () => this.hasExited,
      onDeleted: () => options.onDeleted?.(),
      onProblem: (problem) => this.note(this.step, problem),
    })
    this.hardware = new SessionHardware(options)
    this.alarms = new SessionAlarms({
      store: (alarms) => this.record.setAlarms(alarms),
      changed: (alarm) => {
        this.activity.add(...alarmEntry(alarm))
        options.onAlarm?.(alarm)
      },
    })
    this.trainer = new TrainerProcess(options.launch, (event) => this.handleEvent(event))
    const { trainer, meter, activity, record } = this
    this.pauses = new SessionPauses({ trainer, meter, activity, record })
    this.outcome = this.trainer.exited.then((exit) => this.finish(exitError(exit)))
    // Prevents an unhandled rejection if nothing awaits the outcome.
    this.outcome.catch(() => undefined)
  }

  /** @throws StudioError if training cannot start; run.json is then unchanged */
  static async start(
    options: RunSessionOptions,
  ): Promise<{ session: RunSession; overview: ReplyBody<'train'> }> {
    const session = new RunSession(options)
    const cancel = () => (session.started ? undefined : session.trainer.kill())
    options.signal?.addEventListener('abort', () => void cancel())
    try {
      if (options.signal?.aborted === true) await cancel()
      const started = await session.trainer.request('train', options.job)
      // The trainer may have answered just before it was killed.
      options.signal?.throwIfAborted()
      const overview = { ...started, notes: [...started.notes, ...(options.notes ?? [])] }
      const begun = session.begin(overview)
      session.beginning = begun.catch(() => undefined)
      await begun
      return { session, overview }
    } catch (error) {
      await session.trainer.kill()
      throw error
    }
  }

  get pid(): number | undefined {
    return this.trainer.pid
  }

  /** The run's folder. */
  get dir(): string {
    return this.options.job.runDir
  }

  /** The run as this session last wrote it. */
  get run(): Run {
    return this.record.run
  }

  /** Speed over the last seconds of training; null until it has been measured. */
  get stepsPerSecond(): number | null {
    return this.meter.stepsPerSecond
  }

  /** Excluding pauses. */
  get trainedSeconds(): number {
    return this.meter.trainedSeconds
  }

  pause(): Promise<number> {
    return this.pauses.pause()
  }

  continue(): Promise<number> {
    return this.pauses.continue()
  }

  rename(name: string): Promise<void> {
    return this.record.rename(name)
  }

  /** Finishes the current step, writes a checkpoint, and ends the process. */
  async stop(): Promise<RunOutcome> {
    this.stopping.request()
    await this.trainer.request('stop', {}).catch((error: unknown) => {
      // Ignore the error if training ended by itself at the same moment, or if the trainer hung,
      // which the outcome reports.
      if (this.finalEvent === undefined && !this.hung) throw error
    })
    return this.outcome
  }

  /** Stops training, unless it is ending anyway; the outcome then says why. */
  stopEarly(early: EarlyStop): void {
    if (this.stopping.requested || this.finalEvent !== undefined) return
    this.early = early
    // If the trainer dies instead, the outcome reports that.
    this.stop().catch(() => undefined)
  }

  /**
   * Like {@link stop}, but kills a trainer that has not ended after `seconds`, and records that in
   * the run; never throws.
   */
  async stopWithin(seconds: number): Promise<void> {
    const deadline = setTimeout(
      () => void this.stopping.kill(this.trainer, seconds),
      seconds * 1000,
    )
    // If the trainer dies instead, the session has ended too, and run.json records how.
    await this.stop().catch(() => undefined)
    await this.trainer.exited
    clearTimeout(deadline)
  }

  /**
   * Kills a trainer that was asked to stop but does not respond, and records that in the run.
   *
   * @throws StudioError `usage` if no stop was requested
   */
  async killUnresponsive(): Promise<RunOutcome> {
    const { stopping } = this
    if (!stopping.requested) throw problemError('usage', 'runNotStopping', { id: this.run.id })
    await stopping.kill(this.trainer, stopping.seconds)
    return this.outcome
  }

  /** True if the trainer did not respond and had to be killed. */
  get hung(): boolean {
    return this.stopping.hung !== undefined
  }

  /** Adds a warning to the run's activity, and passes it on like one of the trainer's. */
  note(step: number, warning: Notice): void {
    this.activity.add('warning', step, warning)
    this.options.onEvent({ type: 'warning', ...warning })
  }

  /** Judges an evaluation of the run's images; also called after training has ended. */
  evaluated(evaluation: Evaluation): void {
    this.alarms.evaluated(evaluation)
  }

  async sample(): Promise<number> {
    return (await this.trainer.request('sample', {})).step
  }

  async checkpoint(): Promise<number> {
    return (await this.trainer.request('checkpoint', {})).step
  }

  /** Kills the process; the steps since the last checkpoint are lost. */
  async kill(): Promise<RunOutcome> {
    await this.trainer.kill()
    return this.outcome
  }

  private handleEvent(event: TrainerEvent): void {
    if (event.type === 'metrics') {
      this.step = event.points.at(-1)?.step ?? this.step
      this.meter.reached(this.step)
    }
    if (event.type === 'usage') this.hardware.used(event)
    if (event.type === 'warning') this.activity.add('warning', this.step, event)
    const written = event.type === 'sample' || event.type === 'checkpoint'
    if (written) this.activity.add(event.type, event.step)
    if (event.type === 'finished' || event.type === 'stopped' || event.type === 'failed') {
      this.finalEvent = event
      this.step = event.step
    }
    this.alarms.onEvent(event)
    this.options.onEvent(event)
    if (event.type === 'checkpoint') this.retention.saved(event.step)
  }

  private async begin(overview: ReplyBody<'train'>): Promise<void> {
    await this.recordStart(overview)
    await this.retention.open()
    await this.options.onStarted?.(this, overview)
    this.retention.begin(overview.fromStep)
  }

  private async recordStart(overview: ReplyBody<'train'>): Promise<void> {
    const { engine, fromStep: step, notes } = overview
    this.meter.start(step)
    this.started = true
    const startedAt = await this.record.start(overview)
    this.alarms.begin(this.run)
    const code = this.run.sessions.length > 1 ? 'resumed' : 'started'
    const failure = await this.activity.start({ code, step, startedAt, engine, notes })
    if (failure !== undefined) this.options.onEvent({ type: 'warning', ...failure })
  }

  private async finish(exit: StudioError): Promise<RunOutcome> {
    this.hasExited = true
    await this.beginning
    const { finalEvent, step, early, stopping } = this
    const outcome = outcomeOf(finalEvent, { step, early, error: stopping.hung ?? exit })
    this.meter.pause()
    await this.hardware.close()
    if (!this.started) return outcome
    await this.retention.settled()
    if (outcome.kind === 'finished') outcome.warning = this.judge(outcome.step)
    await this.alarms.stored()
    const { recorded, failure } = await this.record.end(outcome, this.meter.trainedSeconds)
    this.activity.add(recorded.kind, recorded.step, whyEnded(recorded))
    await this.activity.close()
    if (failure !== undefined) throw failure.error
    return outcome
  }

  /** @returns a warning about the result; alarms are in the activity already */
  private judge(step: number): Notice | undefined {
    const warning = this.alarms.conclude(step)
    if (warning?.problem?.code === 'tooFewSteps') this.activity.add('warning', step, warning)
    return warning
  }
}
