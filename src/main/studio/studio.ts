import path from 'node:path'
import type { DatasetListing } from '../../contract/api'
import type { Needs } from '../../contract/estimate'
import { divergenceOf } from '../../contract/divergence'
import type { EngineReport, EngineSetup } from '../../contract/engines'
import { notice } from '../../contract/notices'
import type { Run, RunConfig } from '../../contract/run'
import type { GenerateJob, ReplyBody, TrainerEvent } from '../../contract/trainer'
import { checkDataset } from '../gan/data/dataset'
import { listDatasets } from '../gan/data/list'
import { removePublished, sweepTemporaries } from '../storage/files/atomic'
import { passedOver } from '../storage/checkpoints/checkpoints'
import type { SkippedCheckpoint } from '../storage/checkpoints/checkpoints'
import { findRun } from '../storage/runs/find-run'
import { runsDirectory } from '../storage/runs/paths'
import { createRun, listRuns, noteInterruption, refuseUnknownSettings } from '../storage/runs/runs'
import type { StoredRun } from '../storage/runs/runs'
import { nativeEngineStamp } from '../trainer/launch/native-stamp'
import { TrainerProcess } from '../trainer/launch/trainer-process'
import type { Launch } from '../trainer/launch/trainer-process'
import { EngineSetups, processorStamp } from './estimates/engine-setups'
import { assessNeeds } from './estimates/needs/assess'
import { refuseUnfit } from './estimates/needs/needs'
import { branchFrom } from './runs/branch'
import { asDocumentFault } from './runs/document-faults'
import { resumeJob } from './runs/resume-job'
import type { ResumeRequest } from './runs/resume-job'
import { RunSession } from './runs/run-session'
import { StepSpeeds } from './estimates/step-speeds'
import { benchSteps } from './estimates/step-bench'
import type { BenchOptions, BenchRow } from './estimates/step-bench'

export interface StudioOptions {
  /** Holds `runs/`. */
  root: string
  /** Folders of data sets, those that come with the studio first. */
  datasetsDirs: string[]
  launch: Launch
  /** Of the studio. */
  version?: string
  /** False leaves the machine's speed unmeasured; by the environment unless given. */
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

/** How a caller follows a run, and cancels a start. */
export interface Watch {
  onEvent(event: TrainerEvent): void
  /** The run is there, though its trainer has yet to start. */
  onCreated?(created: StoredRun): void
  /** What it needs of this machine, which has it. */
  onNeeds?(needs: Needs): void
  /** Before the first run it takes some seconds to measure what suits this machine. */
  onMeasure?(): void
  signal?: AbortSignal
}

/** What the product does, whichever host it runs in. */
export class Studio {
  private readonly setups: EngineSetups
  /** How long a training step takes, where no run has shown it. */
  readonly speeds: StepSpeeds

  constructor(private readonly options: StudioOptions) {
    // Tests and hurried people can do without.
    const { measure = process.env['GAN_STUDIO_MEASURE'] !== 'never' } = options
    const { version = 'unknown version' } = options
    this.setups = new EngineSetups({ ...options, measure })
    const stamp = `${version}; ${nativeEngineStamp() ?? 'no native engine'}; ${processorStamp()}`
    this.speeds = new StepSpeeds({ ...options, measure, stamp, setup: () => this.knownSetup })
  }

  /** How the native engine is set up on this machine, where that was measured. */
  get knownSetup(): EngineSetup | undefined {
    return this.setups.known()
  }

  /**
   * Creates a run and starts training it.
   *
   * @param from another run's checkpoint to start from: the newest usable one unless a step is
   * given
   * @throws StudioError `usage` if it needs more memory or disk than there is
   */
  async train(
    config: RunConfig,
    name: string,
    watch: Watch,
    from?: { run: string; step?: number | undefined },
  ): Promise<StartedRun> {
    await this.speeds.callOff()
    const { root, launch, datasetsDirs } = this.options
    await checkDataset(config.dataset, datasetsDirs)
    const needs = await assessNeeds(config, { root, datasetsDirs })
    refuseUnfit(needs)
    watch.onNeeds?.(needs)
    const source = from === undefined ? undefined : await findRun(root, from.run)
    const branch = source && (await branchFrom(source, from?.step, config))
    const created = await createRun(root, { name, config, now: new Date(), branch })
    const { dir, run } = created
    watch.onCreated?.(created)
    try {
      await sweepTemporaries(runsDirectory(root), 0)
      const setup = await this.setupFor(config, watch)
      const resumeFrom = branch === undefined ? {} : { resumeFrom: branch.from.step }
      const job = { runDir: dir, config, datasetsDirs, ...setup, ...resumeFrom }
      const started = await RunSession.start({ launch, job, ...watch })
      return { dir, id: run.id, skipped: [], ...started }
    } catch (error) {
      // A run that never took a step holds nothing worth a place in the list.
      await removePublished(path.dirname(dir), path.basename(dir))
      throw error
    }
  }

  /**
   * Resumes a run from its newest usable checkpoint; from the start if it never had one, or if that
   * is asked for.
   *
   * @throws StudioError `checkpoint` if none of its checkpoints or its settings can be used; `usage`
   * if it has already trained longer than asked for, or needs more memory or disk than there is
   */
  async resume(idOrPath: string, watch: Watch, asked: ResumeRequest = {}): Promise<StartedRun> {
    await this.speeds.callOff()
    const stored = await findRun(this.options.root, idOrPath)
    try {
      return await this.resumeStored(stored, watch, asked)
    } catch (error) {
      throw asDocumentFault(error, stored, { ...asked })
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
    const { skipped, needs, job: going } = await resumeJob(stored, asked, datasetsDirs)
    watch.onNeeds?.(needs)
    const setup = lastSetup(run) ?? (await this.setupFor(going.config, watch))
    const job = { runDir: dir, datasetsDirs, ...setup, ...going }
    const diverged = divergenceOf(run)
    const notes = diverged === null ? [] : [notice('divergesAgain', diverged)]
    const started = await RunSession.start({ launch, job, notes, ...watch })
    const { session, overview } = started
    for (const warning of [...skipped.map(passedOver), ...needs.warnings]) {
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

  /** A run given by its id, the beginning of one, its name, its folder, or `latest`. */
  find(idOrPath: string): Promise<StoredRun> {
    return findRun(this.options.root, idOrPath)
  }

  /** The folder of a run given by its id, the beginning of one, or `latest`. */
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

  /** Tries every engine, in a process of its own, as a native library may take its process down. */
  async engines(threads: number): Promise<EngineReport[]> {
    const setup = asSetup(await this.setups.find())
    const { engines } = await this.withTrainer((trainer) =>
      trainer.request('probe', { threads, ...setup }),
    )
    return engines
  }

  private async setupFor({ engine }: RunConfig, watch: Watch): Promise<{ setup?: EngineSetup }> {
    if (engine !== 'auto' && engine !== 'tensorflow') return {}
    return asSetup(await this.setups.find(() => watch.onMeasure?.(), watch.signal))
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

const asSetup = (setup: EngineSetup | undefined): { setup?: EngineSetup } =>
  setup === undefined ? {} : { setup }

/** The setup for an exact resume: that of the run's last session. */
function lastSetup({ sessions }: Run): { setup?: EngineSetup } | undefined {
  const engine = sessions.at(-1)?.engine
  if (engine?.name !== 'tensorflow') return undefined
  const { threads, math } = engine
  return { setup: { threads, ...(math === undefined ? {} : { math }) } }
}
