import { engine } from '@tensorflow/tfjs-core'
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core'
import { problemError } from '../../../contract/errors'

/** The parts of tfjs's wasm backend that our kernels need: its memory and its table of tensors. */
export interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory }
    /** Allocates memory, at least 8-byte aligned; returns 0 if there is none left. */
    _malloc(bytes: number): number
    _free(at: number): void
  }
  /** The byte address of a tensor's values, which does not change when the memory grows. */
  getMemoryOffset(id: DataId): number
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(info: TensorInfo): unknown
  /** How many tensors hold these values. */
  refCount(id: DataId): number
  incRef(id: DataId): void
}

const methods = ['getMemoryOffset', 'makeOutput', 'typedArrayFromHeap', 'refCount', 'incRef']

function isWasmBackend(backend: unknown): backend is WasmBackend {
  const parts = backend as Record<string, unknown>
  const { asm, _malloc } = (parts['wasm'] ?? {}) as Record<string, unknown>
  return (
    methods.every((name) => typeof parts[name] === 'function') &&
    typeof _malloc === 'function' &&
    ((asm ?? {}) as Record<string, unknown>)['memory'] instanceof WebAssembly.Memory
  )
}

/** The open wasm backend, checked for the private parts that we use. */
export function openBackend(): WasmBackend {
  const backend: unknown = engine().backend
  if (!isWasmBackend(backend)) {
    throw problemError('engine', 'engineOfOtherVersion', { name: 'the wasm backend' })
  }
  return backend
}
