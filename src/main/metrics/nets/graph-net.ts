import { loadGraphModelSync } from '@tensorflow/tfjs-converter'
import type { GraphModel } from '@tensorflow/tfjs-converter'
import { reshape, tensor4d, tidy, transpose } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { createHash } from 'node:crypto'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import type { GraphNetDocument } from '../../../contract/feature-nets/document'
import type { GraphFiles } from '../../storage/feature-nets/graph-net'
import { featureMatrix } from '../features/feature-matrix'
import { imageLength, imagesAtOnce, inBatches } from './batches'
import type { FeatureNet, NetImages } from './feature-net'
import { pixelsFor } from './pixel-scale'

/** Channels of a layer at the size of the images, by which the size of a batch is estimated. */
const USUAL_CHANNELS = 64

type Loaded = Parameters<typeof loadGraphModelSync>[0]

/**
 * A TF.js graph model as a feature net.
 *
 * @param images that it will be given
 * @throws StudioError `data` if it does not run, or its outputs are not those of the document
 */
export function openGraphNet(
  document: GraphNetDocument,
  { model: json, weights }: GraphFiles,
  images: NetImages,
): FeatureNet {
  const { id, title, input } = document
  const model = running(title, () => loadGraphModelSync([json, weights] as unknown as Loaded))
  const batch = imagesAtOnce(input.size ** 2 * USUAL_CHANNELS)
  const pixels = pixelsFor(input, images)
  const compute = (bytes: Uint8Array): Tensor[] =>
    running(title, () => rowsOf(model, document, pixels(bytes), batch))
  const length = imageLength(images)
  try {
    const [dim = 0, classes] = widthsOf(() => compute(new Uint8Array(batch * length)))
    const dims = classes === undefined ? [dim] : [dim, classes]
    return {
      identity: {
        ...{ id, title, weak: false, dim, sha256: hashOf(document) },
        ...(classes === undefined ? {} : { classes }),
      },
      run(bytes, count) {
        const [features, probabilities] = inBatches(bytes, count, { length, batch, dims }, compute)
        return {
          features: featureMatrix(features ?? new Float32Array(), dim),
          ...(probabilities === undefined || classes === undefined
            ? {}
            : { probabilities: featureMatrix(probabilities, classes) }),
        }
      },
      dispose: () => model.dispose(),
    }
  } catch (error) {
    model.dispose()
    throw error
  }
}

/** The model's outputs, a row per image. values: [N, channels, size, size] */
function rowsOf(
  model: Pick<GraphModel, 'execute'>,
  { input, layout, outputs }: GraphNetDocument,
  values: Float32Array,
  batch: number,
): Tensor[] {
  const { size, channels } = input
  const first: Tensor4D = tensor4d(values, [batch, channels, size, size])
  const given = layout === 'nchw' ? first : transpose(first, [0, 2, 3, 1])
  const { features, probabilities } = outputs
  const names = probabilities === undefined ? [features] : [features, probabilities]
  return [model.execute(given, names)].flat().map((output) => {
    if (output.shape[0] !== batch) {
      throw new Error(`an output has the shape [${output.shape.join(', ')}] for ${batch} images`)
    }
    return reshape(output, [batch, -1])
  })
}

const widthsOf = (compute: () => Tensor[]): number[] => {
  const outputs = tidy(compute)
  const widths = outputs.map(({ shape }) => shape[1] ?? 0)
  for (const output of outputs) output.dispose()
  return widths
}

/** Converts errors of the model to ones that name the net. */
function running<T>(title: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw problemError('data', 'netDoesNotRun', { title, why: asNotice(error) }, { cause: error })
  }
}

/** SHA-256 of everything that the features depend on. */
function hashOf({ input, layout, model, files, outputs }: GraphNetDocument): string {
  const sums = Object.entries(files)
    .map(([name, { sha256 }]) => [name, sha256])
    .sort()
  return createHash('sha256')
    .update(JSON.stringify([input, layout, model, sums, outputs]))
    .digest('hex')
}
