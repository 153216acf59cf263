import { EVALUATION_SCHEMA_VERSION } from '../../../contract/evaluations/evaluation'
import type { Evaluation, Floor } from '../../../contract/evaluations/evaluation'
import type {
  MeasureJob,
  MeasureProgress,
  MeasureReply,
} from '../../../contract/evaluations/measuring'
import { findEvaluation, writeEvaluation } from '../../storage/evaluations/evaluations'
import { GeneratorLoader } from '../generate/load'
import type { LoadedGenerator } from '../generate/load'
import { lowestPriority } from '../launch/background'
import { computeMetrics } from './compute-metrics'
import type { Computed } from './compute-metrics'
import { floorOf } from './floor'
import { generatedInputs } from './generated-inputs'
import { protocolOf, weightsOf } from './identity'
import { productOf } from './matrix-product'
import { merged, missingFrom, wantedKeys } from './merge'
import type { Missing } from './merge'
import { RealImages, refuseOtherImages } from './real-images'
import { Reference } from './reference'
import type { ReferenceParts } from './reference'

type OnProgress = (progress: MeasureProgress) => void

/** A measurement in progress. */
interface Measuring extends ReferenceParts {
  /** When the request arrived, in milliseconds. */
  started: number
  loaded: LoadedGenerator
  reference: Reference
  onProgress: OnProgress
}

/** Measures generated images, one request after the other. */
export class Measurer {
  private readonly loader = new GeneratorLoader()
  /** The real images of the last request, which the next one often compares with too. */
  private last: { key: string; reference: Reference } | undefined

  /**
   * Measures the images of a generator, except for what has been measured with the same protocol
   * before, and stores the result if requested.
   *
   * @throws StudioError `checkpoint` or `usage` for weights or requests that cannot be used, `data`
   *   for a data set that is missing or another, `engine`, `storage`
   */
  async measure(job: MeasureJob, onProgress: OnProgress): Promise<MeasureReply> {
    if (job.background) lowestPriority()
    const keys = wantedKeys(job.metrics)
    const started = performance.now()
    onProgress({ stage: 'load', done: 0, of: 1 })
    const loaded = await this.loader.load(job)
    const { shape, opened } = loaded
    const images = new RealImages(job, shape)
    const onImages: ReferenceParts['onImages'] = (stage, done, of) =>
      onProgress({ stage, done, of })
    const parts = { job, shape, engine: opened.engine.info, images, onImages }
    try {
      const reference = await this.referenceFor(loaded, parts)
      return await measureWith({ ...parts, started, loaded, reference, onProgress }, keys)
    } finally {
      await images.close()
    }
  }

  private async referenceFor(loaded: LoadedGenerator, parts: ReferenceParts): Promise<Reference> {
    const { job, images, shape, engine } = parts
    const { dataset, datasetsDirs, net, split, realCount, cacheDir } = job
    const data = { dataset, datasetsDirs, net, split, realCount, cacheDir }
    const key = JSON.stringify([data, shape.size, shape.channels, engine])
    const known = this.last?.key === key ? this.last.reference : undefined
    const identity = known?.identity ?? (await images.part('training')).identity
    refuseOtherImages(identity, loaded.manifest?.dataset, job.asTrained, shape)
    if (known !== undefined) return known
    this.last?.reference.dispose()
    this.last = undefined
    const reference = await Reference.open(parts)
    this.last = { key, reference }
    return reference
  }
}

async function measureWith(measuring: Measuring, keys: readonly string[]): Promise<MeasureReply> {
  const { job, started, loaded, reference } = measuring
  const identity = {
    ...(await weightsOf(loaded)),
    protocol: protocolOf(loaded, reference, job),
  }
  const { store, again } = job
  const stored = store === undefined || again ? undefined : await findEvaluation(store, identity)
  const withFloor = job.floor && (await reference.hasFloor(measuring))
  const missing = missingFrom(stored, keys, withFloor)
  const warnings = () => [...loaded.warnings, ...loaded.opened.notes, ...reference.warnings]
  if (stored !== undefined && missing.nothing) {
    return { evaluation: stored, reused: true, warnings: warnings() }
  }
  const computed = await computeMissing(measuring, missing)
  const evaluation = merged(stored, {
    ...{ schemaVersion: EVALUATION_SCHEMA_VERSION, ...identity, pass: job.pass, ...computed },
    floor: withFloor ? await measureFloor(measuring, missing.floor) : null,
    measuredAt: new Date().toISOString(),
    seconds: (performance.now() - started) / 1000,
  } satisfies Evaluation)
  if (store === undefined) return { evaluation, reused: false, warnings: warnings() }
  const file = await writeEvaluation(store, evaluation)
  return { evaluation, reused: false, file, warnings: warnings() }
}

async function computeMissing(measuring: Measuring, missing: Missing): Promise<Computed> {
  const { job, loaded, reference, onProgress, onImages } = measuring
  const { results: keys } = missing
  if (keys.length === 0) return { results: [], skipped: [] }
  const training = keys.includes('memorisation')
    ? await reference.trainingFeatures(measuring)
    : undefined
  const inputs = {
    ...(await generatedInputs(loaded, reference, job, onImages)),
    ...(training === undefined ? {} : { training, product: productOf(measuring.engine) }),
  }
  return computeMetrics(inputs, keys, (metric, done) =>
    onProgress({ stage: 'metric', metric, done, of: keys.length }),
  )
}

async function measureFloor(measuring: Measuring, keys: readonly string[]): Promise<Floor> {
  const { job, reference, onProgress } = measuring
  const images = await reference.floorImages(measuring, job.generatedCount)
  return floorOf(reference, images, { keys, seed: job.seed }, (metric, done, of) =>
    onProgress({ stage: 'floorMetric', metric, done, of }),
  )
}
