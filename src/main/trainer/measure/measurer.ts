import { EVALUATION_SCHEMA_VERSION } from '../../../contract/evaluations/evaluation'
import type { Evaluation, Floor } from '../../../contract/evaluations/evaluation'
import type { MeasureJob, MeasureReply } from '../../../contract/evaluations/measuring'
import type { GeneratorJob } from '../../../contract/generator-job'
import type { FindJob, FindReply } from '../../../contract/neighbours/finding'
import { findEvaluation } from '../../storage/evaluations/evaluations'
import { GeneratorLoader } from '../generate/load'
import type { LoadedGenerator } from '../generate/load'
import { lowestPriority } from '../launch/background'
import { computeMetrics } from './compute-metrics'
import type { Computed } from './compute-metrics'
import { floorOf } from './floor'
import { generatedInputs } from './generated-inputs'
import { protocolOf, weightsOf } from './identity'
import { findInFeatures, findInPixels } from './neighbours/find'
import { productOf } from './matrix-product'
import { kept } from './kept'
import { missingFrom, refuseNothing, wantedKeys, withPass } from './merge'
import type { Missing } from './merge'
import { comparesTraining, planRest } from './plan'
import { RealImages, refuseOtherImages } from './real-images'
import { Reference } from './reference'
import { Reports } from './reports'
import type { OnProgress } from './reports'
import type { ReferenceJob, ReferenceParts } from './reference'

/** A measurement in progress. */
interface Measuring extends ReferenceParts {
  job: MeasureJob
  /** When the request arrived, in milliseconds. */
  started: number
  loaded: LoadedGenerator
  reference: Reference
  reports: Reports
}

/** Measures generated images, one request after the other. */
export class Measurer {
  private readonly loader = new GeneratorLoader()
  /** The real images of the last request, which the next one often uses too. */
  private last: { key: string; reference: Reference } | undefined

  /**
   * Measures the images of a generator, except for metrics that have already been measured with the
   * same protocol, and stores the result if requested.
   *
   * @throws StudioError `checkpoint` or `usage` for weights or requests that cannot be used, `data`
   *   for a missing or different data set, `engine`, `storage`
   */
  async measure(job: MeasureJob, onProgress: OnProgress): Promise<MeasureReply> {
    const keys = wantedKeys(job.metrics)
    const started = performance.now()
    const reports = new Reports(onProgress)
    return this.withImages(job, reports, async (loaded, parts) => {
      const reference = await this.referenceFor(parts)
      return measureWith({ ...parts, job, started, loaded, reference, reports }, keys)
    })
  }

  /**
   * Finds and stores the training images nearest to some images of a checkpoint's generator.
   *
   * @throws StudioError as {@link measure}
   */
  async findNeighbours(job: FindJob, onProgress: OnProgress): Promise<FindReply> {
    const started = performance.now()
    return this.withImages(job, new Reports(onProgress), async (loaded, parts) => {
      if (job.space === 'pixels') return findInPixels({ ...parts, job, started, loaded })
      const reference = await this.referenceFor(parts)
      return findInFeatures({ ...parts, job, started, loaded }, reference)
    })
  }

  /** Loads a generator, and checks that the data set is the one to compare with. */
  private async withImages<R>(
    job: ReferenceJob & GeneratorJob & Pick<MeasureJob, 'asTrained' | 'background'>,
    reports: Reports,
    act: (loaded: LoadedGenerator, parts: ReferenceParts) => Promise<R>,
  ): Promise<R> {
    if (job.background) lowestPriority()
    reports.loading()
    const loaded = await this.loader.load(job)
    const { shape, opened, manifest } = loaded
    const images = new RealImages(job, shape)
    try {
      const parts = { job, shape, engine: opened.engine.info, images, onImages: reports.images }
      const known = this.last?.key === keyOf(parts) ? this.last.reference : undefined
      const identity = known?.identity ?? (await images.part('training')).identity
      refuseOtherImages(identity, manifest?.dataset, job.asTrained, shape)
      return await act(loaded, parts)
    } finally {
      await images.close()
    }
  }

  private async referenceFor(parts: ReferenceParts): Promise<Reference> {
    const key = keyOf(parts)
    if (this.last?.key === key) return this.last.reference
    this.last?.reference.dispose()
    this.last = undefined
    const reference = await Reference.open(parts)
    this.last = { key, reference }
    return reference
  }
}

/** A key that is equal for requests with the same reference. */
function keyOf({ job, shape, engine }: ReferenceParts): string {
  const { dataset, datasetsDirs, net, split, realCount, cacheDir } = job
  const data = { dataset, datasetsDirs, net, split, realCount, cacheDir }
  return JSON.stringify([data, shape.size, shape.channels, engine])
}

async function measureWith(measuring: Measuring, keys: readonly string[]): Promise<MeasureReply> {
  const { job, started, loaded, reference } = measuring
  const identity = {
    ...(await weightsOf(loaded)),
    protocol: protocolOf(loaded, reference, job),
  }
  const known = job.store === undefined ? undefined : await findEvaluation(job.store, identity)
  const withFloor = job.floor && (await reference.hasFloor(measuring))
  const missing = missingFrom(job.again ? undefined : known, keys, withFloor)
  const warnings = () => [...loaded.warnings, ...loaded.opened.notes, ...reference.warnings]
  if (known !== undefined && missing.nothing) {
    refuseNothing(known, undefined, keys)
    const marked = withPass(known, job.pass)
    const reply = marked === known ? { evaluation: known } : await kept(job, marked, known)
    return { ...reply, reused: true, warnings: warnings() }
  }
  await planRest(measuring, missing)
  const computed = await computeMissing(measuring, missing)
  refuseNothing(computed, known, keys)
  const evaluation = {
    ...{ schemaVersion: EVALUATION_SCHEMA_VERSION, ...identity, pass: job.pass, ...computed },
    floor: missing.floor.length === 0 ? null : await measureFloor(measuring, missing.floor),
    measuredAt: new Date().toISOString(),
    seconds: (performance.now() - started) / 1000,
  } satisfies Evaluation
  return { ...(await kept(job, evaluation, known)), reused: false, warnings: warnings() }
}

async function computeMissing(measuring: Measuring, missing: Missing): Promise<Computed> {
  const { job, loaded, reference, reports, onImages } = measuring
  const { results: keys } = missing
  if (keys.length === 0) return { results: [], skipped: [] }
  const generated = await generatedInputs(loaded, reference, job, onImages)
  const training = comparesTraining(keys, reference)
    ? await reference.trainingFeatures(measuring)
    : undefined
  const inputs = {
    ...generated,
    ...(training === undefined ? {} : { training, product: productOf(measuring.engine) }),
  }
  const computed = await computeMetrics(inputs, keys, (of) => reports.metric('metric', of))
  reference.wasUsed = true
  return computed
}

async function measureFloor(measuring: Measuring, keys: readonly string[]): Promise<Floor> {
  const { job, reference, reports } = measuring
  const images = await reference.floorImages(measuring, job.generatedCount)
  return floorOf(reference, images, { keys, seed: job.seed }, (of) =>
    reports.metric('floorMetric', of),
  )
}
