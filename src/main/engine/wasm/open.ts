import v8 from 'node:v8'
import { setBackend, version_core } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import * as wasmBackend from '@tensorflow/tfjs-backend-wasm'
import { problemError } from '../../../contract/errors'
import type { EngineOptions, OpenEngine } from '../engine'
import { hostKernels } from '../host-kernels'
import { registerLayerKernels } from '../kernels'
import type { LayerKernels } from '../kernels'
import { openBackend } from './backend'
import type { WasmBackend } from './backend'
import { allocate, KernelContext } from './context'
import { registerSharingIdentity } from './identity'
import { wasmKernels } from './layer-kernels'
import { compileKernels, hasSimd } from './library'
import { withSharedModule } from './shared-memory'
import { MAILBOX_BYTES, startThread } from './threads'
import type { KernelThread } from './threads'

/**
 * tfjs's WebAssembly backend with our own kernels for the layers.
 *
 * @param options.threads how many threads share the larger kernels; results are the same for any.
 * 0 is one. Once the backend is open in a process its memory stays shared, or not.
 */
export async function openWasm({ threads }: EngineOptions): Promise<OpenEngine> {
  const start = () => setBackend('wasm').catch(() => false)
  if (!(await (threads > 1 ? withSharedModule(start) : start()))) {
    throw problemError('engine', 'wasmDidNotStart', {})
  }
  const backend = openBackend()
  registerSharingIdentity(backend)
  const { kernels, ...about } = hasSimd()
    ? await simdKernels(backend, threads)
    : { kernels: plainKernels(backend), device: 'WebAssembly without SIMD', threads: 1 }
  registerLayerKernels('wasm', kernels)
  const version = `tfjs ${version_core}, backend ${wasmBackend.version_wasm}`
  return { name: 'wasm', info: { name: 'wasm', version, ...about } }
}

const plainKernels = (backend: WasmBackend): LayerKernels =>
  hostKernels({
    view: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
    allocate: (shape) => backend.makeOutput([...shape], 'float32'),
    borrow: (info) => info as Tensor2D,
  })

async function simdKernels(backend: WasmBackend, threads: number) {
  // V8 11.3, Node 20's, has relaxed SIMD behind this flag; from 11.4 on it is simply there.
  if (process.versions.v8.startsWith('11.3.')) {
    v8.setFlagsFromString('--experimental-wasm-relaxed-simd')
  }
  const { memory } = backend.wasm.asm
  const sharedMemory = memory.buffer instanceof SharedArrayBuffer
  const compiled = compileKernels({ sharedMemory })
  const helpers: KernelThread[] = []
  while (sharedMemory && helpers.length + 1 < threads) {
    const mailbox = allocate(backend, MAILBOX_BYTES)
    new Uint8Array(memory.buffer, mailbox, MAILBOX_BYTES).fill(0)
    helpers.push(await startThread(compiled, memory, mailbox))
  }
  const context = new KernelContext(backend, compiled, helpers)
  const device = compiled.fused ? 'WebAssembly SIMD, fused multiply-add' : 'WebAssembly SIMD'
  return { kernels: wasmKernels(context), device, threads: helpers.length + 1 }
}
