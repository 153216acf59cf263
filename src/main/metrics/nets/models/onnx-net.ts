import type { InferenceSession } from 'onnxruntime-node'
import { problemError } from '../../../../contract/errors'
import type { OnnxNetDocument } from '../../../../contract/feature-nets/document'
import type { OnnxFiles } from '../../../storage/feature-nets/onnx-net'
import { imagesAtOnce } from '../batches'
import type { FeatureNet, NetImages } from '../feature-net'
import { pixelsFor } from '../pixel-scale'
import { USUAL_CHANNELS } from './graph-net'
import { modelNet, orDispose, refuseShape, running } from './model-net'
import { loadOnnxRuntime, openSession } from './onnx-runtime'
import type { OnnxRuntime } from './onnx-runtime'

/** The size and channels of the images to compute features of, and the number of threads. */
export interface OnnxPlace extends NetImages {
  threads: number
}

/**
 * An ONNX model as a feature net, run by ONNX Runtime.
 *
 * @throws StudioError `engine` if ONNX Runtime is missing; `data` if the model does not run, or is
 *   not what its document says
 */
export async function openOnnxNet(
  document: OnnxNetDocument,
  files: OnnxFiles,
  { threads, ...images }: OnnxPlace,
): Promise<FeatureNet> {
  const { title, input } = document
  const runtime = await loadOnnxRuntime()
  const session = await running(title, () => openSession(runtime, files, threads))
  const dispose = (): void => void session.release()
  return orDispose(dispose, async () => {
    const { name, fixed } = inputOf(session, title)
    const batch = fixed ?? imagesAtOnce(input.size ** 2 * USUAL_CHANNELS)
    const pixels = pixelsFor(input, images)
    const of = { runtime, session, document, name, batch }
    const compute = (bytes: Uint8Array): Promise<Float32Array[]> =>
      running(title, () => outputsOf(of, pixels(bytes)))
    return modelNet({ document, images, batch, compute, dispose })
  })
}

/** The model's only input, and the batch size if the model fixes it. */
function inputOf(
  { inputMetadata: inputs }: InferenceSession,
  title: string,
): { name: string; fixed: number | undefined } {
  const [first, ...more] = inputs
  if (first === undefined || more.length > 0) {
    throw problemError('data', 'netInputCount', { title, inputs: inputs.length })
  }
  const type = first.isTensor ? first.type : 'non-tensor'
  if (type !== 'float32')
    throw problemError('data', 'netValueType', { title, tensor: first.name, type })
  const batch = first.isTensor ? first.shape[0] : undefined
  return { name: first.name, fixed: typeof batch === 'number' && batch > 0 ? batch : undefined }
}

interface Running {
  runtime: OnnxRuntime
  session: InferenceSession
  document: OnnxNetDocument
  /** The input's name. */
  name: string
  batch: number
}

/** @param values [batch, channels, size, size] */
async function outputsOf(
  { runtime, session, document, name, batch }: Running,
  values: Float32Array,
): Promise<Float32Array[]> {
  const { title, input, layout, outputs } = document
  const { size, channels } = input
  const given =
    layout === 'nchw'
      ? new runtime.Tensor('float32', values, [batch, channels, size, size])
      : new runtime.Tensor('float32', channelsLast(values, input), [batch, size, size, channels])
  const { features, probabilities } = outputs
  const names = probabilities === undefined ? [features] : [features, probabilities]
  const results = await session.run({ [name]: given }, names)
  return names.map((output) => {
    const { type, dims, data } = results[output] as InferenceSession.OnnxValueMapType[string]
    if (!(data instanceof Float32Array)) {
      throw problemError('data', 'netValueType', { title, tensor: output, type })
    }
    refuseShape(title, output, dims, batch)
    return data
  })
}

/** [N, channels, size, size] -> [N, size, size, channels] */
function channelsLast(
  values: Float32Array,
  { size, channels }: { size: number; channels: number },
): Float32Array {
  const area = size * size
  const moved = new Float32Array(values.length)
  for (let image = 0; image < values.length; image += area * channels) {
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < area; i++) {
        moved[image + i * channels + c] = values[image + c * area + i] as number
      }
    }
  }
  return moved
}
