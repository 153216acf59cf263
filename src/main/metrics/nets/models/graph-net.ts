import { loadGraphModelSync } from '@tensorflow/tfjs-converter'
import type { GraphModel } from '@tensorflow/tfjs-converter'
import { tensor4d, transpose } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { GraphNetDocument } from '../../../../contract/feature-nets/document'
import type { GraphFiles } from '../../../storage/feature-nets/graph-net'
import { imagesAtOnce, valuesOf } from '../batches'
import type { FeatureNet, NetImages } from '../feature-net'
import { pixelsFor } from '../pixel-scale'
import { modelNet, orDispose, refuseShape, running } from './model-net'

/**
 * The assumed number of channels of a layer with the size of the images, to estimate a batch size.
 */
export const USUAL_CHANNELS = 64

type Loaded = Parameters<typeof loadGraphModelSync>[0]

/**
 * A TF.js graph model as a feature net.
 *
 * @param images size and channels of the images to compute features of
 * @throws StudioError `data` if it does not run, or its outputs are not those of the document
 */
export async function openGraphNet(
  document: GraphNetDocument,
  { model: json, weights }: GraphFiles,
  images: NetImages,
): Promise<FeatureNet> {
  const { title, input } = document
  const model = await running(title, () => loadGraphModelSync([json, weights] as unknown as Loaded))
  const batch = imagesAtOnce(input.size ** 2 * USUAL_CHANNELS)
  const pixels = pixelsFor(input, images)
  const dispose = (): void => model.dispose()
  const compute = (bytes: Uint8Array): Promise<Float32Array[]> =>
    running(title, () => valuesOf(() => outputsOf(model, document, pixels(bytes), batch)))
  return orDispose(dispose, () => modelNet({ document, images, batch, compute, dispose }))
}

/** The model's outputs, [batch, ...] each. values: [batch, channels, size, size] */
function outputsOf(
  model: Pick<GraphModel, 'execute'>,
  { title, input, layout, outputs }: GraphNetDocument,
  values: Float32Array,
  batch: number,
): Tensor[] {
  const { size, channels } = input
  const first: Tensor4D = tensor4d(values, [batch, channels, size, size])
  const given = layout === 'nchw' ? first : transpose(first, [0, 2, 3, 1])
  const { features, probabilities } = outputs
  const names = probabilities === undefined ? [features] : [features, probabilities]
  return [model.execute(given, names)].flat().map((output, i) => {
    refuseShape(title, names[i] ?? '', output.shape, batch)
    return output
  })
}
