import type { Dataset } from '../../../contract/datasets/dataset'
import { problemError } from '../../../contract/errors'
import type { Split } from '../../../contract/evaluations/evaluation'
import type { MeasureJob } from '../../../contract/evaluations/measuring'
import type { DatasetIdentity } from '../../../contract/run'
import type { GeneratorShape } from '../../../contract/trainer'
import { RandomStream } from '../../gan/random/random'
import { hasHoldOut, loadDataset } from '../../storage/datasets/load-dataset'
import { pixelBytes } from '../generate/output'
import type { ImageSource } from './feature-set'

/** Images with more bytes stay on disk, so that training has room. */
const MEMORY_BYTES = 2 ** 28

type Data = Pick<MeasureJob, 'dataset' | 'datasetsDirs' | 'split'>

/** The data set's name for error messages, and the sizes of its images on disk. */
type TrainedOn = Pick<DatasetIdentity, 'name' | 'fingerprint'> | undefined

/** The parts of a data set, loaded when they are first needed. Close them after use. */
export class RealImages {
  private readonly parts = new Map<Split, Promise<Dataset>>()

  constructor(
    private readonly data: Data,
    private readonly shape: GeneratorShape,
  ) {}

  /** @throws StudioError `data` if there are none, or they are damaged */
  part(split: Split): Promise<Dataset> {
    const known = this.parts.get(split)
    if (known !== undefined) return known
    const { dataset, datasetsDirs } = this.data
    const loading = loadDataset(dataset, {
      ...{ datasetsDirs, imageSize: this.shape.size, channels: this.shape.channels },
      ...{ split: split === 'heldOut' ? 't10k' : 'train', memoryBudget: MEMORY_BYTES },
    })
    this.parts.set(split, loading)
    return loading
  }

  /**
   * The part to compare with: the requested one, or else the held-out images or, if there are none,
   * the training images.
   *
   * @throws StudioError `data` if held-out images were requested and there are none
   */
  async split(): Promise<Split> {
    const { dataset, datasetsDirs, split } = this.data
    if (split === 'training' || (await hasHoldOut(dataset, datasetsDirs))) return split ?? 'heldOut'
    if (split === undefined) return 'training'
    throw problemError('data', 'nothingHeldOut', { name: dataset })
  }

  /** Whether the data set has held-out images. */
  holdsOut(): Promise<boolean> {
    return hasHoldOut(this.data.dataset, this.data.datasetsDirs)
  }

  async close(): Promise<void> {
    const loaded = [...this.parts.values()]
    this.parts.clear()
    for (const part of loaded) {
      const dataset = await part.catch(() => undefined)
      await dataset?.images.close?.()
    }
  }
}

/**
 * Checks that a data set is what a generator was trained on, or at least has images of the same
 * size and channels.
 *
 * @param found the training images
 * @throws StudioError `data`
 */
export function refuseOtherImages(
  found: DatasetIdentity,
  trainedOn: TrainedOn,
  asTrained: boolean,
  { size, channels }: GeneratorShape,
): void {
  if (found.fingerprint === trainedOn?.fingerprint) return
  const { name, width, height } = found
  const where = { where: found.path ?? name }
  if (asTrained && trainedOn !== undefined) {
    throw problemError('data', 'measuredDataChanged', { name, original: trainedOn.name }, where)
  }
  if (width === size && found.channels === channels) return
  const stored = `${width} x ${height} x ${found.channels}`
  const generated = `${size} x ${size} x ${channels}`
  throw problemError('data', 'measuredDataDiffers', { name, stored, generated }, where)
}

/**
 * Chooses images of a part: all, or those that follow `from` in a fixed random order.
 *
 * @returns their indices, ascending, so that a large file is read in order
 */
export function chosenImages(available: number, from: number, count: number): Uint32Array {
  if (from === 0 && count >= available) return Uint32Array.from({ length: available }, (_, i) => i)
  const order = RandomStream.seeded(0, 'real images').permutation(available)
  return order.slice(from, from + count).sort()
}

/** Bytes of images read at a time. */
const PORTION_BYTES = 2 ** 19

/** Chosen images of a part as bytes. */
export function imagesAt(
  { images, imageSize: size, channels }: Dataset,
  chosen: Uint32Array,
): ImageSource {
  const length = size * size * channels
  const portion = Math.max(1, Math.floor(PORTION_BYTES / length))
  return {
    ...{ count: chosen.length, length },
    *portions() {
      for (let from = 0; from < chosen.length; from += portion) {
        const indices = chosen.subarray(from, from + portion)
        const pixels = new Float32Array(indices.length * length)
        images.gather(indices, pixels)
        yield pixelBytes(pixels, { size, channels })
      }
    },
  }
}

/** The labels of chosen images; undefined if the part has none. */
export const labelsAt = ({ labels }: Dataset, chosen: Uint32Array): Uint32Array | undefined =>
  labels && chosen.map((i) => labels[i] as number)
