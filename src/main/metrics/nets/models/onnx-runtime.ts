import type { InferenceSession } from 'onnxruntime-node'
import type * as Onnx from 'onnxruntime-node'
import { problemError } from '../../../../contract/errors'
import type { OnnxFiles } from '../../../storage/feature-nets/onnx-net'

export type OnnxRuntime = typeof Onnx

/**
 * Loads ONNX Runtime when a model first needs it.
 *
 * @throws StudioError `engine` if the optional package is missing, or does not support this machine
 */
export async function loadOnnxRuntime(
  load: () => Promise<OnnxRuntime & { default?: OnnxRuntime }> = () => import('onnxruntime-node'),
): Promise<OnnxRuntime> {
  try {
    const loaded = await load()
    return loaded.default ?? loaded
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw problemError('engine', 'onnxRuntimeMissing', { why }, { cause: error })
  }
}

/** Opens a model on the CPU. It reads no files other than those given here. */
export const openSession = (
  { InferenceSession: session }: OnnxRuntime,
  { model, external }: OnnxFiles,
  threads: number,
): Promise<InferenceSession> =>
  session.create(model, {
    executionProviders: ['cpu'],
    externalData: external,
    ...{ intraOpNumThreads: threads, interOpNumThreads: 1 },
    // Only errors are logged, which are thrown too; warnings concern the model's author.
    logSeverityLevel: 3,
  })
