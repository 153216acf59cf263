import { engine, setBackend, version_core } from '@tensorflow/tfjs-core'
import type { backend_util, TensorInfo, Tensor2D } from '@tensorflow/tfjs-core'
import * as wasmBackend from '@tensorflow/tfjs-backend-wasm'
import { problemError } from '../../contract/errors'
import type { OpenEngine } from './engine'
import { hostKernels } from './host-kernels'
import { registerLayerKernels } from './kernels'

/** The parts of tfjs's wasm backend that give JavaScript its memory. */
interface WasmMemory {
  typedArrayFromHeap(info: TensorInfo): backend_util.TypedArray
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
}

const isWasmMemory = (backend: unknown): backend is WasmMemory =>
  typeof backend === 'object' &&
  backend !== null &&
  'typedArrayFromHeap' in backend &&
  'makeOutput' in backend

/** tfjs's WebAssembly backend (SIMD where the machine has it), one thread. */
export async function openWasm(): Promise<OpenEngine> {
  if (!(await setBackend('wasm').catch(() => false))) {
    throw problemError('engine', 'wasmDidNotStart', {})
  }
  const backend: unknown = engine().backend
  if (!isWasmMemory(backend)) {
    throw problemError('engine', 'engineOfOtherVersion', { name: 'the wasm backend' })
  }
  const kernels = hostKernels({
    view: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
    allocate: (shape) => backend.makeOutput([...shape], 'float32'),
    borrow: (info) => info as Tensor2D,
  })
  registerLayerKernels('wasm', kernels)
  const version = `tfjs ${version_core}, backend ${wasmBackend.version_wasm}`
  return { name: 'wasm', info: { name: 'wasm', version, device: 'WebAssembly', threads: 1 } }
}
