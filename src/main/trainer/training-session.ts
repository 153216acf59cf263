import type { EngineInfo } from '../../contract/engines'
import type { TrainerEvent, TrainJob } from '../../contract/trainer'
import { openEngine } from '../engine/open'
import { stepsPerEpoch } from '../gan/data/batches'
import { readGanState } from '../gan/gan'
import { totalSteps, train } from '../gan/loop'
import type { StepReport, Training } from '../gan/loop'
import { sweepTemporaries } from '../storage/atomic'
import { retainCheckpoints, writeCheckpoint } from '../storage/checkpoints'
import { acquireRunLock } from '../storage/lock'
import type { RunLock } from '../storage/lock'
import { MetricsLog } from '../storage/metrics-log'
import { metricsFile } from '../storage/paths'
import type { Control } from './control'
import { GridSampler } from './grid-sampler'
import { MetricsFeed } from './metrics-feed'
import { prepareTraining, refuseNonFiniteWeights } from './prepare'

interface Parts {
  job: TrainJob
  lock: RunLock
  engine: EngineInfo
  notes: string[]
  training: Training
  log: MetricsLog
  emit: (event: TrainerEvent) => void
}

/** One stretch of a run's training, from a fresh start or a checkpoint to its end. */
export class TrainingSession {
  private readonly feed: MetricsFeed
  private readonly sampler: GridSampler
  private readonly total: number
  private lastCheckpoint: number
  private latest: StepReport | undefined

  private constructor(private readonly parts: Parts) {
    const { training, job, log, emit } = parts
    this.feed = new MetricsFeed(log, (points) => emit({ type: 'metrics', points }))
    this.sampler = new GridSampler(job.runDir, training)
    this.total = totalSteps(training.hyperparameters, training.dataset.count)
    this.lastCheckpoint = training.step
  }

  /** Takes the run's lock, opens engine, data and log, and restores the checkpoint to go on from. */
  static async open(job: TrainJob, emit: (event: TrainerEvent) => void): Promise<TrainingSession> {
    const lock = await acquireRunLock(job.runDir)
    try {
      await sweepTemporaries(job.runDir)
      const { engine, notes } = await openEngine(job.config.engine, job.config.threads, job.setup)
      const { training, savedOn, note } = await prepareTraining(job, engine)
      if (note !== undefined) notes.push(note)
      const { log, warning } = await MetricsLog.open(metricsFile(job.runDir), training.step)
      if (warning !== undefined) emit({ type: 'warning', message: warning })
      if (savedOn !== undefined && savedOn !== engine.name) {
        notes.push(
          `this run was trained on ${savedOn} and goes on with ${engine.name}: rounding differs, ` +
            'so it will not end with the very same weights',
        )
      }
      const { setup } = job
      if (
        savedOn === 'tensorflow' &&
        setup !== undefined &&
        setup.threads !== engine.info.threads
      ) {
        notes.push(
          `this run was trained with ${setup.threads} threads and goes on with ` +
            `${engine.info.threads}: sums may round differently`,
        )
      }
      return new TrainingSession({ job, lock, engine: engine.info, notes, training, log, emit })
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  get step(): number {
    return this.parts.training.step
  }

  /** What a host is told when training is about to take its first step. */
  get overview() {
    const { engine, notes, training } = this.parts
    const { hyperparameters, dataset } = training
    return {
      engine,
      notes,
      dataset: dataset.identity,
      fromStep: training.step,
      stepsPerEpoch: stepsPerEpoch(dataset.count, hyperparameters.batchSize),
      totalSteps: this.total,
    }
  }

  /** Trains until all steps are done or the control stops it; either way it ends with a checkpoint. */
  async run(control: Control): Promise<'finished' | 'stopped'> {
    const { training } = this.parts
    const { sampleInterval, checkpointInterval } = training.hyperparameters
    const due = (interval: number): boolean =>
      training.step % interval === 0 || training.step === this.total
    if (training.step === 0) await this.sample()
    await control.betweenSteps()
    for (const report of train(training, control.signal)) {
      this.latest = report
      await this.feed.add(report.metrics)
      if (due(sampleInterval)) await this.sample()
      if (due(checkpointInterval)) await this.checkpoint()
      await control.betweenSteps()
      this.latest = undefined
    }
    if (this.lastCheckpoint !== training.step) await this.checkpoint()
    return training.step >= this.total ? 'finished' : 'stopped'
  }

  /** Writes the sample grid of this moment. */
  async sample(): Promise<void> {
    const file = await this.sampler.write(this.latest?.images)
    this.parts.emit({ type: 'sample', step: this.step, file })
  }

  /** Writes a checkpoint of this moment and drops the oldest beyond the number to keep. */
  async checkpoint(): Promise<void> {
    const { job, training, engine, emit } = this.parts
    const { hyperparameters, dataset, noise, step } = training
    await this.feed.flush({ sync: true })
    training.runner.settle()
    const state = readGanState(training.gan)
    refuseNonFiniteWeights([state.generator, state.discriminator, state.optimizer], step)
    const { path: _machineOwn, ...identity } = dataset.identity
    const { bytes } = await writeCheckpoint(job.runDir, {
      ...state,
      step,
      hyperparameters,
      dataset: identity,
      engine: engine.name,
      noise: noise.state,
    })
    await retainCheckpoints(job.runDir, hyperparameters.keepCheckpoints, step)
    this.lastCheckpoint = step
    emit({ type: 'checkpoint', step, bytes })
  }

  async close(): Promise<void> {
    try {
      await this.feed.close()
    } finally {
      await this.parts.lock.release()
    }
  }
}
