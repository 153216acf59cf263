import v8 from 'node:v8'
import { setBackend, version_core } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import * as wasmBackend from '@tensorflow/tfjs-backend-wasm'
import { problemError } from '../../../contract/errors'
import type { OpenEngine } from '../engine'
import { hostKernels } from '../host-kernels'
import { registerLayerKernels } from '../kernels'
import type { LayerKernels } from '../kernels'
import { openBackend } from './backend'
import type { WasmBackend } from './backend'
import { KernelContext } from './context'
import { registerSharingIdentity } from './identity'
import { wasmKernels } from './layer-kernels'
import { compileKernels, hasSimd } from './library'

/** tfjs's WebAssembly backend with our own kernels for the layers, one thread. */
export async function openWasm(): Promise<OpenEngine> {
  if (!(await setBackend('wasm').catch(() => false))) {
    throw problemError('engine', 'wasmDidNotStart', {})
  }
  const backend = openBackend()
  registerSharingIdentity(backend)
  const { kernels, device } = chooseKernels(backend)
  registerLayerKernels('wasm', kernels)
  const version = `tfjs ${version_core}, backend ${wasmBackend.version_wasm}`
  return { name: 'wasm', info: { name: 'wasm', version, device, threads: 1 } }
}

function chooseKernels(backend: WasmBackend): { kernels: LayerKernels; device: string } {
  if (!hasSimd()) {
    const kernels = hostKernels({
      view: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
      allocate: (shape) => backend.makeOutput([...shape], 'float32'),
      borrow: (info) => info as Tensor2D,
    })
    return { kernels, device: 'WebAssembly without SIMD' }
  }
  // V8 11.3, Node 20's, has relaxed SIMD behind this flag; from 11.4 on it is simply there.
  if (process.versions.v8.startsWith('11.3.')) {
    v8.setFlagsFromString('--experimental-wasm-relaxed-simd')
  }
  const compiled = compileKernels()
  const device = compiled.fused ? 'WebAssembly SIMD, fused multiply-add' : 'WebAssembly SIMD'
  return { kernels: wasmKernels(new KernelContext(backend, compiled)), device }
}
