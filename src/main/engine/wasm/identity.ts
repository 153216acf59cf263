import { registerKernel, unregisterKernel } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmBackend } from './backend'

/** Another tensor that shares the same values. */
export function share(backend: WasmBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId)
  return { dataId, shape, dtype }
}

/**
 * Makes tfjs's identity share its input's values, as its other backends do. The wasm backend copies
 * them, and the gradient tape calls identity on everything that it keeps, including weights.
 */
export function registerSharingIdentity(backend: WasmBackend): void {
  unregisterKernel('Identity', 'wasm')
  registerKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => share(backend, inputs['x'] as TensorInfo),
  })
}
