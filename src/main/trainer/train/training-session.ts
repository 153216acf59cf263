import { StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { TrainerEvent, TrainJob } from '../../../contract/trainer'
import { stepsPerEpoch, totalSteps } from '../../../contract/run-length'
import { train } from '../../gan/training/loop'
import type { StepReport } from '../../gan/training/loop'
import { Snapshot } from '../../gan/training/snapshot'
import { BrokenStepError, eagerRunner } from '../../gan/training/step-runner'
import { MetricsLog } from '../../storage/runs/metrics-log'
import { metricsFile } from '../../storage/runs/paths'
import type { Control } from './control'
import { GridSampler } from './grid-sampler'
import { MetricsFeed } from './metrics-feed'
import { openParts } from './open-parts'
import type { SessionParts } from './open-parts'
import { saveCheckpoint } from './save-checkpoint'
import { Saves } from './saves'
import { UsageReport } from './usage-report'
import type { Started } from './saves'

/** One session of a run's training, from the start or a checkpoint to its end. */
export class TrainingSession {
  private readonly feed: MetricsFeed
  private readonly sampler: GridSampler
  private readonly total: number
  private lastCheckpoint: number
  private latest: StepReport | undefined
  private readonly snapshot: Snapshot
  private readonly saves = new Saves()
  private readonly usage: UsageReport
  /** The checkpoint being written; never rejects. */
  private saving: Promise<void> = Promise.resolve()
  /** The step at which training diverged; the training state has been reset to its snapshot. */
  private failedAt: number | undefined

  private constructor(
    private readonly parts: SessionParts,
    private readonly emit: (event: TrainerEvent) => void,
    private readonly onStep: () => void,
  ) {
    const { training, job, log, lock } = parts
    this.feed = new MetricsFeed(
      log,
      {
        verify: () => lock.verify(),
        reopen: async (step) => (await MetricsLog.open(metricsFile(job.runDir), step)).log,
      },
      (points) => emit({ type: 'metrics', points }),
    )
    this.sampler = new GridSampler(job.runDir, training)
    this.snapshot = new Snapshot(training)
    this.usage = new UsageReport((usage) => emit({ type: 'usage', ...usage }))
    const { hyperparameters, dataset } = training
    this.total = totalSteps(hyperparameters, dataset.count)
    this.lastCheckpoint = training.step
  }

  /** @param onStep called as each step ends, before anything else happens */
  static async open(
    job: TrainJob,
    emit: (event: TrainerEvent) => void,
    onStep: () => void = () => undefined,
  ): Promise<TrainingSession> {
    return new TrainingSession(await openParts(job, emit), emit, onStep)
  }

  get step(): number {
    return this.failedAt ?? this.parts.training.step
  }

  /** The overview that the host gets before the first step. */
  get overview() {
    const { engine, notes, training } = this.parts
    const { hyperparameters, dataset } = training
    return {
      engine,
      notes,
      dataset: dataset.identity,
      fromStep: training.step,
      stepsPerEpoch: stepsPerEpoch(hyperparameters, dataset.count),
      totalSteps: this.total,
    }
  }

  /** Trains until all steps are done or the control stops it; both end with a checkpoint. */
  async run(control: Control): Promise<'finished' | 'stopped'> {
    const { training } = this.parts
    this.snapshot.take()
    if (training.step === 0) this.sample()
    await control.betweenSteps()
    for (;;) {
      try {
        await this.takeSteps(control)
        if (this.lastCheckpoint !== training.step) await this.checkpoint()
        await this.saves.finish()
        return training.step >= this.total ? 'finished' : 'stopped'
      } catch (error) {
        await this.recover(error)
      }
    }
  }

  private async takeSteps(control: Control): Promise<void> {
    const { training } = this.parts
    const { sampleInterval, checkpointInterval } = training.hyperparameters
    const due = (interval: number): boolean =>
      training.step % interval === 0 || training.step === this.total
    for (const report of train(training, control.signal)) {
      this.onStep()
      this.latest = report
      this.feed.add(report.metrics)
      this.usage.after(training.step)
      if (due(sampleInterval)) this.sample()
      if (due(checkpointInterval)) await this.checkpoint()
      await this.saves.keepUp()
      await control.betweenSteps()
      this.latest = undefined
    }
  }

  /**
   * Restores the last snapshot, whose values are finite. If a compiled step failed, training
   * continues from there op by op.
   *
   * @throws the error itself, if continuing would hit it again
   */
  private async recover(error: unknown): Promise<void> {
    const { training } = this.parts
    await this.saves.idle()
    // If the run's folder is gone, report that as the cause of the failed write.
    if (error instanceof StudioError && error.code === 'storage') {
      await this.parts.lock.verify()
      await this.saveAnyway()
    }
    const broken = error instanceof BrokenStepError
    if (!broken && !(error instanceof StudioError && error.code === 'training')) throw error
    const reached = training.step
    this.latest = undefined
    this.snapshot.restore()
    if (!broken) {
      this.failedAt = reached
      throw error
    }
    training.runner.dispose()
    training.runner = eagerRunner(training.gan)
    await this.feed.dropAfter(training.step)
    const given = { why: error.message, step: training.step }
    this.emit({ type: 'warning', ...notice('compiledStepFailed', given) })
  }

  /** Saves the steps taken, if the disk still allows it, when another file could not be written. */
  private async saveAnyway(): Promise<void> {
    if (this.lastCheckpoint === this.parts.training.step) return
    const { done } = await this.checkpoint()
    // The first failure is the one to report.
    await done.catch(() => undefined)
  }

  /**
   * Sends all metrics to the host and writes them to the log; never rejects. A failed write is
   * tried again at the next one, which reports it.
   */
  async showMetrics(): Promise<void> {
    await this.feed.flush({ sync: false }).catch(() => undefined)
  }

  /** Draws a sample grid now, and writes it while training continues. */
  sample(): Started {
    const { step } = this.parts.training
    const write = this.sampler.draw(this.latest?.images)
    return this.saves.add(async () => {
      const drawn = await write(() => this.parts.lock.verify())
      this.emit({ type: 'sample', step, ...drawn })
    })
  }

  /** Takes a snapshot now, and writes it as a checkpoint while training continues. */
  async checkpoint(): Promise<Started> {
    // There is only one snapshot, and the previous checkpoint may still be reading from it.
    await this.saving
    const { job, training, opened } = this.parts
    this.snapshot.take()
    const { step } = this.snapshot
    this.lastCheckpoint = step
    const started = this.saves.add(async () => {
      await this.feed.flush({ sync: true })
      await this.parts.lock.verify()
      const bytes = await saveCheckpoint(job.runDir, training, this.snapshot, opened)
      this.emit({ type: 'checkpoint', step, bytes })
    })
    this.saving = started.done.catch(() => undefined)
    return started
  }

  /** Waits until nothing is being written. */
  idle(): Promise<void> {
    return this.saves.idle()
  }

  async close(): Promise<void> {
    try {
      await this.saves.idle()
      await this.feed.close()
    } finally {
      await this.parts.training.dataset.images.close?.()
      await this.parts.lock.release()
    }
  }
}
