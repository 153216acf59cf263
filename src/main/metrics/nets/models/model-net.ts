import { createHash } from 'node:crypto'
import { asNotice, problemError, StudioError } from '../../../../contract/errors'
import { MOST_FEATURES } from '../../../../contract/feature-nets/classifier'
import type { GraphNetDocument, OnnxNetDocument } from '../../../../contract/feature-nets/document'
import { RandomStream } from '../../../gan/random/random'
import { featureMatrix } from '../../features/feature-matrix'
import { imageLength, inBatches } from '../batches'
import type { ComputeBatch } from '../batches'
import type { FeatureNet, NetImages } from '../feature-net'

/** The largest difference that rounding explains, relative to the largest feature of an image. */
const SAME = 1e-5
/** The error that the sum of a softmax in half precision may have. */
const SUM_ERROR = 1e-2

/** A loaded ONNX or TF.js graph model. */
interface LoadedModel {
  document: GraphNetDocument | OnnxNetDocument
  /** The size and channels of the images to compute features of. */
  images: NetImages
  /** Images per batch. */
  batch: number
  /** The features, and the probabilities if the document names them. */
  compute: ComputeBatch
  dispose: () => void
}

/**
 * An ONNX or TF.js graph model as a feature net. It is tried on two batches first.
 *
 * @throws StudioError `data` if it does not run, or its outputs are not what the document says
 */
export async function modelNet(model: LoadedModel): Promise<FeatureNet> {
  const { document, images, batch, compute, dispose } = model
  const { id, title } = document
  const [dim = 0, classes] = await triedDims(model)
  const dims = classes === undefined ? [dim] : [dim, classes]
  const sizes = { length: imageLength(images), batch, dims }
  return {
    identity: {
      ...{ id, title, weak: false, dim, sha256: hashOf(document) },
      ...(classes === undefined ? {} : { classes }),
    },
    async run(bytes, count) {
      const [features, probabilities] = await inBatches(bytes, count, sizes, compute)
      return {
        features: featureMatrix(features as Float32Array, dim),
        ...(probabilities === undefined || classes === undefined
          ? {}
          : { probabilities: featureMatrix(probabilities, classes) }),
      }
    },
    dispose,
  }
}

/** Opens a part of a model, and disposes of the model if that fails. */
export async function orDispose<T>(dispose: () => void, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    dispose()
    throw error
  }
}

/**
 * Computes a noise image twice: in a batch with black images, and in one with other images.
 *
 * @returns the values per image of each output
 */
async function triedDims({ document, images, batch, compute }: LoadedModel): Promise<number[]> {
  const { title } = document
  const noise = new Uint8Array(batch * imageLength(images))
  const random = RandomStream.seeded(0, 'trial')
  noise.forEach((_, i) => (noise[i] = random.below(256)))
  const single = new Uint8Array(noise.length)
  single.set(noise.subarray(0, imageLength(images)))
  const [outputs, others] = [await compute(noise), await compute(single)]
  const dims = outputs.map(({ length }) => length / batch)
  const [count = 0] = dims
  if (count < 1 || count > MOST_FEATURES) {
    throw problemError('data', 'netFeatureCount', { title, count, most: MOST_FEATURES })
  }
  // featureMatrix would refuse them too, but would blame the images.
  if (![...outputs, ...others].every((values) => values.every(Number.isFinite))) {
    throw problemError('data', 'netNotFinite', { title })
  }
  const rows = [outputs, others].map(([features = new Float32Array()]) =>
    featureMatrix(features.slice(0, count), count),
  )
  if (differ(rows[0]?.data ?? [], rows[1]?.data ?? [])) {
    throw problemError('data', 'netMixesImages', { title })
  }
  const [, probabilities] = outputs
  if (probabilities !== undefined && !areProbabilities(probabilities.subarray(0, dims[1]))) {
    throw problemError('data', 'netNotProbabilities', { title })
  }
  return dims
}

function differ(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const largest = Array.from(a).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return Array.from(a).some((value, i) => Math.abs(value - (b[i] ?? NaN)) > SAME * largest)
}

const areProbabilities = (row: Float32Array): boolean =>
  row.every((value) => value >= 0) &&
  Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) <= SUM_ERROR

/** Runs a model, and converts its errors to ones that name the net. */
export async function running<T>(title: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StudioError) throw error
    const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ')
    const why = asNotice(new Error(message.trim()))
    throw problemError('data', 'netDoesNotRun', { title, why }, { cause: error })
  }
}

/** Refuses an output that is not a row for each image. */
export function refuseShape(
  title: string,
  output: string,
  shape: readonly number[],
  images: number,
): void {
  if (shape[0] === images) return
  throw problemError('data', 'netOutputShape', { title, output, shape: shape.join(', '), images })
}

/** SHA-256 of everything that the features depend on. */
function hashOf(document: LoadedModel['document']): string {
  const { format, input, layout, model, files, outputs } = document
  const sums = Object.entries(files)
    .map(([name, { sha256 }]) => [name, sha256])
    .sort()
  // Without the format, so that hashes from before there were several formats stay valid.
  const computes = [input, layout, model, sums, outputs]
  return createHash('sha256')
    .update(JSON.stringify(format === 'onnx' ? [format, ...computes] : computes))
    .digest('hex')
}
