import type { DatasetListing } from '../../contract/dataset-listing'
import type { Needs } from '../../contract/estimate'
import { divergenceOf } from '../../contract/divergence'
import type { EngineSetup, EnginesList } from '../../contract/engines'
import { problemError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import type { RunConfig } from '../../contract/run'
import type { GenerateJob, ReplyBody, TrainerEvent } from '../../contract/trainer'
import { checkDataset } from '../gan/data/dataset'
import { listDatasets } from '../gan/data/list'
import { sweepTemporaries } from '../storage/files/atomic'
import { skippedNotice } from '../storage/checkpoints/checkpoints'
import type { SkippedCheckpoint } from '../storage/checkpoints/checkpoints'
import { findRun } from '../storage/runs/find-run'
import { runsDirectory } from '../storage/runs/paths'
import { listRuns } from '../storage/runs/run-list'
import { createRun, noteInterruption, readRun, refuseUnknownSettings } from '../storage/runs/runs'
import type { StoredRun } from '../storage/runs/runs'
import { removeUntrained, runStamp } from '../storage/runs/unchanged'
import { nativeEngineStamp } from '../trainer/launch/native-stamp'
import { TrainerProcess } from '../trainer/launch/trainer-process'
import type { Launch } from '../trainer/launch/trainer-process'
import { EngineSetups, processorStamp } from './estimates/engine-setups'
import { asSetup, setupForRun } from './estimates/run-setup'
import { assessNeeds } from './estimates/needs/assess'
import { refuseUnfit } from './estimates/needs/needs'
import { branchFrom } from './runs/branch'
import { asGoneEngine, lastSetup } from './runs/resume-engine'
import { onceMore, resumeJob } from './runs/resume-job'
import { explainGone } from './runs/gone-run'
import { asDocumentFault } from './runs/document-faults'
import type { ResumeRequest } from './runs/resume-job'
import { RunSession } from './runs/run-session'
import { StepSpeeds } from './estimates/step-speeds'
import { benchSteps } from './estimates/step-bench'
import type { BenchOptions, BenchRow } from './estimates/step-bench'

export interface StudioOptions {
  /** The data folder, which contains `runs/`. */
  root: string
  /** Folders of data sets, bundled ones first. */
  datasetsDirs: string[]
  launch: Launch
  /** The studio's version. */
  version?: string
  /** False skips measuring the machine's speed; by default the environment decides. */
  measure?: boolean
}

export interface StartedRun {
  dir: string
  id: string
  session: RunSession
  overview: ReplyBody<'train'>
  /** Checkpoints that resuming skipped. */
  skipped: SkippedCheckpoint[]
}

/** Callbacks for following a run, and a signal that cancels its start. */
export interface Watch {
  onEvent(event: TrainerEvent): void
  /** The run has been created; its trainer has not started yet. */
  onCreated?(created: StoredRun): void
  /** The run's needs, which this machine meets. */
  onNeeds?(needs: Needs): void
  /**
   * Called before the best engine setup is measured, once per machine, which takes some seconds.
   */
  onMeasure?(): void
  signal?: AbortSignal
}

/** The studio's operations, independent of the host. */
export class Studio {
  private readonly setups: EngineSetups
  /** Measured durations of training steps. */
  readonly speeds: StepSpeeds

  constructor(private readonly options: StudioOptions) {
    // Lets tests skip the measurement.
    const { measure = process.env['GAN_STUDIO_MEASURE'] !== 'never' } = options
    const { version = 'unknown version' } = options
    this.setups = new EngineSetups({ ...options, measure })
    const stamp = `${version}; ${nativeEngineStamp() ?? 'no native engine'}; ${processorStamp()}`
    this.speeds = new StepSpeeds({ ...options, measure, stamp, setup: () => this.knownSetup })
  }

  /** The best setup of the native engine on this machine, if it has been measured. */
  get knownSetup(): EngineSetup | undefined {
    return this.setups.known()
  }

  /**
   * Creates a run and starts training it.
   *
   * @param from another run's checkpoint to start from: the newest usable one unless a step is
   *   given
   * @throws StudioError `usage` if it needs more memory or disk space than available
   */
  async train(
    config: RunConfig,
    name: string,
    watch: Watch,
    from?: { run: string; step?: number | undefined },
  ): Promise<StartedRun> {
    await this.speeds.cancel()
    const { root, launch, datasetsDirs } = this.options
    await checkDataset(config.dataset, datasetsDirs)
    const needs = await assessNeeds(config, { root, datasetsDirs })
    refuseUnfit(needs)
    watch.onNeeds?.(needs)
    const source = from === undefined ? undefined : await findRun(root, from.run)
    const branch = source && (await branchFrom(source, from?.step, config, datasetsDirs))
    const created = await createRun(root, { name, config, now: new Date(), branch })
    const { dir, run } = created
    watch.onCreated?.(created)
    const resumeFrom = branch === undefined ? {} : { resumeFrom: branch.from.step }
    const basis = { runDir: dir, madeFrom: runStamp(run), ...resumeFrom }
    try {
      await sweepTemporaries(runsDirectory(root), 0)
      const { notes, ...setup } = await setupForRun(this.setups, config, watch)
      const job = { ...basis, config, datasetsDirs, ...setup }
      const start = () => RunSession.start({ launch, job, notes, ...watch })
      const started = await explainGone(dir, start)
      return { dir, id: run.id, skipped: [], ...started }
    } catch (error) {
      // A run that never took a step is not worth keeping. If it cannot be removed, say why it failed.
      await removeUntrained(basis).catch(() => undefined)
      throw error
    }
  }

  /**
   * Resumes a run from its newest usable checkpoint, or from the start if it never had one or
   * `fromStart` is set, on the engine that last trained it. If another process trains the run before this one has locked it, the
   * request is applied once more, to what that process left.
   *
   * @throws StudioError `checkpoint` if none of its checkpoints or its settings can be used; `engine`
   *   if that engine is not available; `usage` if it has already trained longer than requested, or
   *   needs more memory or disk than there is
   */
  async resume(idOrPath: string, watch: Watch, asked: ResumeRequest = {}): Promise<StartedRun> {
    await this.speeds.cancel()
    const { dir } = await this.find(idOrPath)
    return explainGone(dir, () => onceMore(() => this.tryResume(dir, watch, asked)))
  }

  private async tryResume(dir: string, watch: Watch, asked: ResumeRequest): Promise<StartedRun> {
    const stored = { dir, run: await readRun(dir) }
    try {
      return await this.resumeStored(stored, watch, asked)
    } catch (error) {
      throw asDocumentFault(asGoneEngine(error, stored.run, asked.engine), stored, { ...asked })
    }
  }

  private async resumeStored(
    stored: StoredRun,
    watch: Watch,
    asked: ResumeRequest,
  ): Promise<StartedRun> {
    const { launch, datasetsDirs } = this.options
    const { dir, run } = stored
    await refuseUnknownSettings(dir)
    await noteInterruption(dir)
    // A crash between a checkpoint's two renames leaves it under a temporary name.
    await sweepTemporaries(dir)
    const { skipped, needs, job: resumed } = await resumeJob(stored, asked, datasetsDirs)
    watch.onNeeds?.(needs)
    const last = lastSetup(run)
    const { notes, ...setup } =
      last === undefined
        ? await setupForRun(this.setups, resumed.config, watch)
        : { ...last, notes: [] }
    const job = { runDir: dir, datasetsDirs, ...setup, ...resumed }
    const divergence = divergenceOf(run)
    if (divergence !== null) notes.push(notice('divergesAgain', divergence))
    const started = await RunSession.start({ launch, job, notes, ...watch })
    const { session, overview } = started
    for (const warning of [...skipped.map(skippedNotice), ...needs.warnings]) {
      session.activity.add('warning', overview.fromStep, warning)
    }
    return { dir, id: run.id, skipped, ...started }
  }

  listRuns(): ReturnType<typeof listRuns> {
    return listRuns(this.options.root)
  }

  listDatasets(): Promise<DatasetListing[]> {
    return listDatasets(this.options.datasetsDirs)
  }

  /** Finds a run by its id, a prefix of its id, its name, its folder, or `latest`. */
  find(idOrPath: string): Promise<StoredRun> {
    return findRun(this.options.root, idOrPath)
  }

  /** Returns the folder of a run, found as by {@link find}. */
  async runDirectory(id: string): Promise<string> {
    return (await findRun(this.options.root, id)).dir
  }

  async bench(
    options: Omit<BenchOptions, 'launch' | 'datasetsDirs' | 'setup'>,
  ): Promise<BenchRow[]> {
    const { launch, datasetsDirs } = this.options
    const setup = asSetup(await this.setups.find())
    return benchSteps({ ...options, launch, datasetsDirs, ...setup })
  }

  generate(job: GenerateJob): Promise<ReplyBody<'generate'>> {
    const setup = asSetup(this.knownSetup)
    return this.withTrainer((trainer) => trainer.request('generate', { ...job, ...setup }))
  }

  /** Probes every engine, in a separate process, since a native library may crash. */
  async engines(threads: number, onMeasure?: () => void): Promise<EnginesList> {
    const setup = asSetup(await this.setups.find(onMeasure))
    const { engines } = await this.withTrainer((trainer) =>
      trainer.request('probe', { threads, ...setup }),
    )
    return { engines, measurement: this.setups.measurement() ?? null }
  }

  /**
   * Measures the best setup of the native engine again.
   *
   * @throws StudioError `usage` if a run is training, here or in another process; `engine` if the
   *   native engine does not run
   */
  async measureAgain(): Promise<void> {
    await this.speeds.cancel()
    const { runs } = await this.listRuns()
    if (runs.some(({ run }) => run.state === 'running')) {
      throw problemError('usage', 'measureWhileTraining', {})
    }
    const measured = await this.setups.measureAgain()
    if (measured === undefined) throw problemError('engine', 'nothingToMeasure', {})
  }

  private async withTrainer<T>(work: (trainer: TrainerProcess) => Promise<T>): Promise<T> {
    const trainer = new TrainerProcess(this.options.launch, () => undefined)
    try {
      return await work(trainer)
    } finally {
      await trainer.kill()
    }
  }
}
