import { machineCan } from '../disk/bfloat16-hardware'
import type { KnownDataset } from '../../contract/datasets/known'
import type { EngineSetup, EnginesList } from '../../contract/engines'
import { problemError } from '../../contract/errors'
import type { MeasureReply } from '../../contract/evaluations/measuring'
import type { FindReply } from '../../contract/neighbours/finding'
import type { NetProgress } from '../../contract/feature-nets/progress'
import type { Notice } from '../../contract/notices'
import type { RunConfig } from '../../contract/run'
import type { GenerateJob, ReplyBody } from '../../contract/trainer'
import { classesIn } from '../storage/datasets/load-dataset'
import { datasetsDirectory } from '../storage/datasets/paths'
import { findRun } from '../storage/runs/find-run'
import { listRuns } from '../storage/runs/run-list'
import type { StoredRun } from '../storage/runs/runs'
import { EmbeddedQueue } from '../storage/queue/embedded-queue'
import type { JobQueue } from '../storage/queue/job-queue'
import { releaseUpload } from '../storage/uploads/clean-up'
import { nativeEngineStamp } from '../trainer/launch/native-stamp'
import { TrainerProcess } from '../trainer/launch/trainer-process'
import type { Launch } from '../trainer/launch/trainer-process'
import { Imports } from './datasets/imports'
import type { ImportsOptions } from './datasets/imports'
import { Fetches } from './datasets/known/fetches'
import type { FetchParts } from './datasets/known/fetches'
import { downloadsDirectory, releaseKept } from './datasets/known/kept-files'
import { describeKnown } from './datasets/known/known-handlers'
import { knownSets } from './datasets/known/known-sets'
import { recogniseSource } from './datasets/recognise-source'
import { folderForNet, NetTraining } from './datasets/net-training'
import type { NetTrainingChoice } from './datasets/net-training'
import { SourceChild } from './datasets/source-child'
import { StoredDatasets } from './datasets/stored-datasets'
import { EngineSetups, processorStamp } from './estimates/engine-setups'
import { anyTrains } from './estimates/any-trains'
import { asSetup, measurementNotes } from './estimates/run-setup'
import type { ResumeRequest } from './runs/resume-job'
import { resumeRun } from './runs/resume-run'
import type { StartedRun, Watch } from './runs/started-run'
import { trainRun } from './runs/train-run'
import { enqueue } from './queue/enqueue'
import type { EnqueueRequest } from './queue/enqueue'
import type { NewRun } from './runs/new-run'
import type { TrainParts } from './runs/train-run'
import { Sweeps } from './sweep/sweeps'
import { StepSpeeds } from './estimates/step-speeds'
import { benchSteps } from './estimates/step-bench'
import type { BenchOptions, BenchRow } from './estimates/step-bench'
import { findJob, measureJob } from './evaluations/measure-target'
import type { FindRequest, MeasureRequest } from './evaluations/measure-target'
import { measuredStart } from './evaluations/measured-start'
import { MeasuringProcess } from './evaluations/measuring-process'
import type { MeasureWatch } from './evaluations/measuring-process'
import { measureFor } from './evaluations/while-measuring'

export interface StudioOptions {
  /** The data folder, which contains `runs/`. */
  root: string
  /** Folders of data sets, bundled ones first. */
  datasetsDirs: string[]
  launch: Launch
  /** The studio's version. */
  version?: string
  /**
   * If false, neither the machine's speed nor, while training, images are measured. By default, the
   * environment decides.
   */
  measure?: boolean
}

/** The studio's operations, independent of the host. */
export class Studio {
  private readonly setups: EngineSetups
  /** Measured durations of training steps. */
  readonly speeds: StepSpeeds
  /** Identifies this version and machine. */
  readonly stamp: string
  readonly datasets: StoredDatasets
  readonly queue: JobQueue
  readonly sweeps: Sweeps
  readonly sources: SourceChild
  readonly evaluator: MeasuringProcess
  /** Whether runs are measured while they train. */
  readonly measures: boolean

  constructor(private readonly options: StudioOptions) {
    // Lets tests skip the measurement.
    const { measure = process.env['GAN_STUDIO_MEASURE'] !== 'never' } = options
    const { version = 'unknown version', root, datasetsDirs } = options
    const withTrainer: Studio['withTrainer'] = (work) => this.withTrainer(work)
    this.sources = new SourceChild(options.launch, (found) => recogniseSource(found, this.datasets))
    this.measures = measure
    this.queue = new EmbeddedQueue(root)
    this.sweeps = new Sweeps({ root, datasetsDirs, queue: this.queue })
    this.evaluator = new MeasuringProcess(options.launch)
    this.datasets = new StoredDatasets({ root, datasetsDirs, withTrainer })
    this.setups = new EngineSetups({ ...options, measure })
    const stamp = `${version}; ${nativeEngineStamp() ?? 'no native engine'}; ${processorStamp()}`
    this.stamp = stamp
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
    from?: NewRun['from'],
    annotations?: NewRun['annotations'],
  ): Promise<StartedRun> {
    await this.speeds.cancel()
    return this.measured(watch, (followed) =>
      trainRun(this.trainParts, { name, config, from, annotations }, followed),
    )
  }

  /** Resumes a run, found as by {@link find}. @throws StudioError as {@link resumeRun} */
  async resume(idOrPath: string, watch: Watch, asked: ResumeRequest = {}): Promise<StartedRun> {
    await this.speeds.cancel()
    const found = await this.find(idOrPath)
    const start = (followed: Watch) => resumeRun(this.trainParts, found, asked, followed)
    return this.measured(watch, start, asked.measureEnd)
  }

  /** Creates a run and adds it to the queue. @throws StudioError as {@link enqueue} */
  enqueue(request: EnqueueRequest): Promise<StoredRun> {
    return enqueue({ ...this.options, queue: this.queue }, request)
  }

  listRuns(): ReturnType<typeof listRuns> {
    return listRuns(this.options.root)
  }

  /**
   * Counts the classes of a data set; undefined without labels.
   *
   * @throws StudioError `data` as {@link classesIn}
   */
  async classesIn(dataset: string): Promise<number | undefined> {
    return (await classesIn(dataset, this.options.datasetsDirs)).has
  }

  /** @param callbacks called as imports progress and end */
  imports(callbacks: Pick<ImportsOptions, 'onChange' | 'onEnded'>): Imports {
    const { root, launch } = this.options
    return new Imports({
      ...{ datasetsDir: datasetsDirectory(root), launch },
      taken: (id) => this.datasets.isBundled(id),
      release: async ({ source, known, dataset }) => {
        await releaseUpload(root, source)
        if (dataset === null || known === undefined) return
        await releaseKept({ known, source }, knownSets, downloadsDirectory(root))
      },
      ...callbacks,
    })
  }

  /** @param emit called as downloads progress and end */
  fetches(imports: Imports, emit: FetchParts['emit']): Fetches {
    return new Fetches({ downloads: downloadsDirectory(this.options.root), imports, emit })
  }

  /**
   * Begins to train a data set's feature net, which replaces an earlier one when it is complete.
   *
   * @throws StudioError `data` if there is no such data set; `usage` if it was not added to the
   *   studio; later failures reject `done`
   */
  async trainFeatureNet(
    name: string,
    choice: NetTrainingChoice,
    onProgress: (progress: NetProgress) => void,
  ): Promise<NetTraining> {
    const dir = await folderForNet(this.datasets, name)
    const job = { dir, ...choice, ...asSetup(this.knownSetup) }
    const training = new NetTraining(this.options.launch, job, onProgress)
    // The measuring process keeps nets open, and one of them may have been replaced.
    training.done.then(
      () => this.evaluator.renew(),
      () => undefined,
    )
    return training
  }

  /** The published data sets that can be downloaded, and what they have been added as. */
  async knownDatasets(): Promise<KnownDataset[]> {
    const { root } = this.options
    return describeKnown(datasetsDirectory(root), downloadsDirectory(root))
  }

  /** Finds a run by its id, a prefix of its id, its name, its folder, or `latest`. */
  find(idOrPath: string): Promise<StoredRun> {
    return findRun(this.options.root, idOrPath)
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

  /**
   * Measures the images that a checkpoint, or a file with weights, generates.
   *
   * @throws StudioError as {@link measureJob} and the measuring process
   */
  async evaluate(request: MeasureRequest, watch: MeasureWatch = {}): Promise<MeasureReply> {
    const job = await measureJob(request, this.options)
    return measureFor(this.evaluator, 'measure', { ...job, ...asSetup(this.knownSetup) }, watch)
  }

  /**
   * Finds and stores the training images nearest to some images of a checkpoint's generator.
   *
   * @throws StudioError as {@link findJob} and the measuring process
   */
  async findNeighbours(request: FindRequest, watch: MeasureWatch = {}): Promise<FindReply> {
    const job = await findJob(request, this.options)
    const own = { ...job, ...asSetup(this.knownSetup) }
    return measureFor(this.evaluator, 'findNeighbours', own, watch)
  }

  /** Probes every engine, in a separate process, since a native library may crash. */
  async engines(threads: number, onMeasure?: () => void): Promise<EnginesList> {
    const setup = asSetup(await this.setups.find(onMeasure))
    const { engines } = await this.withTrainer((trainer) =>
      trainer.request('probe', { threads, ...setup }),
    )
    return {
      ...{ engines, measurement: this.setups.measurement() ?? null },
      ...{ bfloat16: machineCan(), automatic: this.measures },
    }
  }

  /** Notes about the last measurement of the native engine's setup. */
  get measurementNotes(): Notice[] {
    return measurementNotes(this.setups)
  }

  /**
   * Measures the best setup of the native engine again.
   *
   * @param busy whether this process trains or starts a run
   * @throws StudioError `usage` if a run is training, starting or paused, here or in another
   *   process; `storage` if the result cannot be saved; `engine` if the native engine does not run
   */
  async measureAgain(busy: () => boolean = () => false): Promise<void> {
    await this.speeds.cancel()
    const trains = busy() || (await anyTrains(this.options.root))
    if (!trains) await this.setups.checkWritable()
    if (trains || busy()) throw problemError('usage', 'measureWhileTraining', {})
    const measured = await this.setups.measureAgain()
    if (measured === undefined) throw problemError('engine', 'nothingToMeasure', {})
  }

  /** Starts a run, and measures its images while it trains. */
  private async measured(
    watch: Watch,
    start: (watch: Watch) => Promise<StartedRun>,
    measureEnd = true,
  ): Promise<StartedRun> {
    if (!this.measures) return start(watch)
    const evaluate: Studio['evaluate'] = (request, of) => this.evaluate(request, of)
    return measuredStart(evaluate, watch, start, measureEnd)
  }

  private get trainParts(): TrainParts {
    return { ...this.options, setups: this.setups }
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
