import { scalar, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { KernelTable } from '../register-kernels'
import type { TensorflowBackend } from './binding'

/**
 * Looks up rows of a table with TensorFlow's own ops. tfjs-node's gather reads its indices back,
 * which a compiled step cannot do. On a GPU, UnsortedSegmentSum adds in no fixed order, so the
 * gradient is left to its composition, a product.
 */
export function embeddingKernels(backend: TensorflowBackend): KernelTable {
  const { binding } = backend
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value })
  const index = (name: string) => type(name, binding.TF_INT32)
  const execute = (op: string, attributes: ReturnType<typeof type>[], inputs: TensorInfo[]) =>
    backend.executeSingleOutput(op, attributes, inputs) as Tensor
  const rowsOf: KernelTable = {
    embedding: ({ table, indices }) =>
      tidy(() => {
        const attributes = [type('Tparams', binding.TF_FLOAT), index('Tindices'), index('Taxis')]
        return execute('GatherV2', attributes, [table, indices, scalar(0, 'int32')])
      }),
  }
  if (backend.isUsingGpuDevice) return rowsOf
  return {
    ...rowsOf,
    embeddingGradient: ({ dy, indices }, { rows }) =>
      tidy(() => {
        const attributes = [type('T', binding.TF_FLOAT), index('Tindices'), index('Tnumsegments')]
        return execute('UnsortedSegmentSum', attributes, [dy, indices, scalar(rows, 'int32')])
      }),
  }
}
