import type { EngineInfo } from '../../../contract/engines'
import { problemError } from '../../../contract/errors'
import type { MetricResult, Split } from '../../../contract/evaluations/evaluation'
import type { MeasureJob, MeasureProgress } from '../../../contract/evaluations/measuring'
import type { Notice } from '../../../contract/notices'
import type { DatasetIdentity } from '../../../contract/run'
import type { GeneratorShape } from '../../../contract/trainer'
import type { FeatureMatrix } from '../../metrics/features/feature-matrix'
import { openFeatureNet } from '../../metrics/nets/open-feature-net'
import type { FeatureNet, NetOutputs } from '../../metrics/nets/feature-net'
import { netKeptWith, suitedFeatureNet } from '../../metrics/nets/suited-feature-net'
import { classesIn } from '../../storage/datasets/class-labels'
import { cachedFeatures, featureKey } from './cached-features'
import { countsOf } from './class-quotas'
import { FeatureCache, MOST_FILE_BYTES } from './feature-cache'
import type { ImageSource } from './feature-set'
import { chosenImages, imagesAt, labelsAt } from './real-images'
import type { RealImages } from './real-images'
import { spooledFeatures } from './spooled-features'
import type { SpooledFeatures } from './spooled-features'

type Stage = MeasureProgress['stage']

/** Reports the progress of a stage in images. */
export type OnImages = (stage: Stage, done: number, of: number) => void

/** The choice of real images and of a feature net. */
export type ReferenceJob = Pick<
  MeasureJob,
  'dataset' | 'datasetsDirs' | 'net' | 'split' | 'realCount' | 'cacheDir' | 'threads'
>

export interface ReferenceParts {
  job: ReferenceJob
  shape: GeneratorShape
  engine: EngineInfo
  images: RealImages
  onImages: OnImages
}

/** Images used in place of generated ones to measure the floor. */
export interface FloorImages {
  split: Split
  outputs: NetOutputs
  /** [count]; undefined without labels. */
  labels: Uint32Array | undefined
}

/**
 * The features of the real images that generated ones are compared with. Kept between measurements,
 * and cached on disk.
 */
export class Reference {
  readonly warnings: Notice[] = []
  /** The floor's results so far, by number of images. */
  readonly floors = new Map<number, Map<string, MetricResult>>()
  /** True once metrics have been computed: some keep the part that depends on the real images alone. */
  wasUsed = false
  private training: FeatureMatrix[] | SpooledFeatures | undefined
  private readonly floorSets = new Map<number, FloorImages>()

  private constructor(
    private readonly cache: FeatureCache,
    private readonly engine: string,
    readonly identity: DatasetIdentity,
    readonly net: FeatureNet,
    readonly split: Split,
    /** SHA-256 of all held-out images, if the real images are from these. */
    readonly heldOut: string | undefined,
    readonly real: NetOutputs,
    /** The real images of each class; undefined without labels. */
    readonly classCounts: number[] | undefined,
  ) {}

  static async open(parts: ReferenceParts): Promise<Reference> {
    const { job, shape, images, engine } = parts
    const { identity } = await images.part('training')
    const net = await openNet(job, shape, identity)
    try {
      const split = await images.split()
      const cache = new FeatureCache(job.cacheDir)
      const part = await images.part(split)
      const chosen = chosenImages(part.count, 0, job.realCount)
      const run = `${engine.name} ${engine.version}`
      const source = { ...imagesAt(part, chosen), from: 0 }
      const of = { cache, net, engine: run, identity: part.identity, split, shape }
      const { outputs, warning } = await cachedFeatures(of, source, (done) =>
        parts.onImages('real', done, chosen.length),
      )
      const heldOut = split === 'heldOut' ? part.identity.fingerprint : undefined
      const labels = labelsAt(part, chosen)
      const counts = part.labels && labels && countsOf(labels, classesIn(part.labels))
      const reference = new Reference(cache, run, identity, net, split, heldOut, outputs, counts)
      if (warning !== undefined) reference.warnings.push(warning)
      return reference
    } catch (error) {
      net.dispose()
      throw error
    }
  }

  /**
   * The features of all training images: in memory, or on disk if there are too many.
   */
  async trainingFeatures(parts: ReferenceParts): Promise<Iterable<FeatureMatrix>> {
    if (this.training !== undefined) return this.training
    const part = await parts.images.part('training')
    const source = imagesAt(part, chosenImages(part.count, 0, part.count))
    if (source.count * this.net.identity.dim * 4 > MOST_FILE_BYTES) {
      const report = (done: number): void => parts.onImages('training', done, source.count)
      this.training = await spooledFeatures(this.net, source, parts.job.cacheDir, report)
      return this.training
    }
    const outputs = await this.featuresOfPart(parts, 'training', { ...source, from: 0 }, 'training')
    this.training = [outputs.features]
    return this.training
  }

  /**
   * The images whose features have to be computed: all training images, and those of a floor, which
   * has `floorImages`.
   *
   * @param floor the most images of the floor; undefined without a floor
   */
  async imagesLeft(
    { images, shape }: ReferenceParts,
    { training, floor }: { training: boolean; floor: number | undefined },
  ): Promise<{ training: number; floor: number; floorImages: number }> {
    const { count: all, identity } = await images.part('training')
    const { cache, net, engine, floorStart: from } = this
    const of = { net, engine, identity, split: 'training' as const, shape }
    const isCached = (from: number, count: number): boolean =>
      cache.has(featureKey(of, { from, count }))
    const floorImages = floor === undefined ? 0 : Math.max(0, Math.min(floor, all - from))
    const hasFloor = floor === undefined || this.floorSets.has(floor) || isCached(from, floorImages)
    const hasTraining = !training || this.training !== undefined || isCached(0, all)
    return { training: hasTraining ? 0 : all, floor: hasFloor ? 0 : floorImages, floorImages }
  }

  /** Returns true if there are training images that are not among the real images. */
  async hasFloor({ images }: ReferenceParts): Promise<boolean> {
    return (await images.part('training')).count >= this.floorStart + 2
  }

  /** At most `count` training images that are not among the real images; there must be some. */
  async floorImages(parts: ReferenceParts, count: number): Promise<FloorImages> {
    const known = this.floorSets.get(count)
    if (known !== undefined) return known
    const part = await parts.images.part('training')
    const from = this.floorStart
    const chosen = chosenImages(part.count, from, count)
    const source = { ...imagesAt(part, chosen), from }
    const outputs = await this.featuresOfPart(parts, 'training', source, 'floor')
    const floor = { split: 'training' as const, outputs, labels: labelsAt(part, chosen) }
    this.floorSets.set(count, floor)
    return floor
  }

  /** The position of the floor's first image in the random order of the training images. */
  private get floorStart(): number {
    return this.split === 'training' ? this.real.features.count : 0
  }

  dispose(): void {
    this.net.dispose()
    if (this.training !== undefined && 'close' in this.training) void this.training.close()
  }

  private async featuresOfPart(
    { images, shape, onImages }: ReferenceParts,
    split: Split,
    source: ImageSource & { from: number },
    stage: Stage,
  ): Promise<NetOutputs> {
    const { cache, net, engine } = this
    const { identity } = await images.part(split)
    const of = { cache, net, engine, identity, split, shape }
    const { outputs, warning } = await cachedFeatures(of, source, (done) =>
      onImages(stage, done, source.count),
    )
    if (warning !== undefined) this.warnings.push(warning)
    return outputs
  }
}

async function openNet(
  { net, datasetsDirs, threads }: ReferenceJob,
  { size, channels }: GeneratorShape,
  { name, fingerprint, path, width, channels: storedChannels }: DatasetIdentity,
): Promise<FeatureNet> {
  const stored = { size: width, channels: storedChannels }
  const choice =
    net?.id === 'dataset'
      ? await netKeptWith(path)
      : (net ?? (await suitedFeatureNet({ fingerprint, path, size, channels, stored })))
  if (choice === undefined) throw problemError('data', 'netNotTrained', { name })
  // 0 lets the engine choose.
  return openFeatureNet(choice, { size, channels, datasetsDirs, threads: threads || 1 })
}
