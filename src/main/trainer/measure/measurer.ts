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
import { floorOf } from './floor'
import { generatedInputs } from './generated-inputs'
import { identityOf, protocolOf, weightsOf } from './identity'
import { merged, missingFrom, wantedKeys } from './merge'
import { RealImages, refuseOtherImages } from './real-images'
import { Reference } from './reference'

type OnProgress = (progress: MeasureProgress) => void

/** Measures generated images, one request after the other. */
export class Measurer {
  private readonly loader = new GeneratorLoader()
  private reference: { key: string; opened: Reference } | undefined

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
    const images = new RealImages(job, loaded.shape)
    try {
      const onImages = (stage: MeasureProgress['stage'], done: number, of: number) =>
        onProgress({ stage, done, of })
      const { shape, opened, warnings } = loaded
      const parts = { job, shape, engine: opened.engine.info, images, onImages }
      const reference = await this.referenceFor(loaded, parts)
      const identity = identityOf(
        await weightsOf(loaded),
        protocolOf(loaded, reference, job),
      )
      const stored =
        job.store === undefined || job.again ? undefined : await findEvaluation(job.store, identity)
      const missing = missingFrom(stored, keys, job.floor)
      const all = [...warnings, ...opened.notes, ...reference.warnings]
      if (stored !== undefined && missing.nothing) {
        return { evaluation: stored, reused: true, warnings: all }
      }
      const measured = await this.measureMissing(loaded, reference, parts, missing, onProgress)
      const evaluation = merged(stored, {
        ...{ schemaVersion: EVALUATION_SCHEMA_VERSION, ...identity, pass: job.pass, ...measured },
        measuredAt: new Date().toISOString(),
        seconds: (performance.now() - started) / 1000,
      })
      if (job.store === undefined) return { evaluation, reused: false, warnings: all }
      const file = await writeEvaluation(job.store, evaluation)
      return { evaluation, reused: false, file, warnings: all }
    } finally {
      await images.close()
    }
  }

  private async measureMissing(
    loaded: LoadedGenerator,
    reference: Reference,
    parts: Parameters<typeof Reference.open>[0],
    missing: ReturnType<typeof missingFrom>,
    onProgress: OnProgress,
  ): Promise<Pick<Evaluation, 'results' | 'skipped' | 'floor'>> {
    const { job } = parts
    const training = missing.results.includes('memorisation')
      ? await reference.trainingFeatures(parts)
      : undefined
    const computed = { results: [], skipped: [] }
    const measured =
      missing.results.length === 0
        ? computed
        : await computeMetrics(
            {
              ...(await generatedInputs(loaded, reference, job, parts.onImages)),
              ...(training === undefined ? {} : { training }),
            },
            missing.results,
            (metric, done) =>
              onProgress({ stage: 'metric', metric, done, of: missing.results.length }),
          )
    return { ...measured, floor: await this.floor(reference, parts, missing.floor, onProgress) }
  }

  private async floor(
    reference: Reference,
    parts: Parameters<typeof Reference.open>[0],
    keys: readonly string[],
    onProgress: OnProgress,
  ): Promise<Floor | null> {
    const { job } = parts
    if (!job.floor) return null
    const images = await reference.floorImages(parts, job.generatedCount)
    if (images === undefined) return null
    return floorOf(reference, images, { keys, seed: job.seed }, (metric, done, of) =>
      onProgress({ stage: 'floorMetric', metric, done, of }),
    )
  }

  /** The real images' features, kept from the last measurement if they are the same. */
  private async referenceFor(
    { shape, manifest, opened }: LoadedGenerator,
    parts: Parameters<typeof Reference.open>[0],
  ): Promise<Reference> {
    const { job, images } = parts
    const { dataset, datasetsDirs, net, split, realCount, cacheDir } = job
    const data = { dataset, datasetsDirs, net, split, realCount, cacheDir }
    const { size, channels } = shape
    const key = JSON.stringify([data, size, channels, opened.engine.info])
    const known = this.reference
    const refuse = (reference: Reference['identity']): void =>
      refuseOtherImages(reference, manifest?.dataset, job.asTrained, shape)
    if (known?.key === key) {
      refuse(known.opened.identity)
      return known.opened
    }
    known?.opened.dispose()
    this.reference = undefined
    refuse((await images.part('training')).identity)
    const reference = await Reference.open(parts)
    this.reference = { key, opened: reference }
    return reference
  }
}
