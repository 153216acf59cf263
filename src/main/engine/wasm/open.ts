import os from 'node:os'
import v8 from 'node:v8'
import { setBackend, version_core } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import * as wasmBackend from '@tensorflow/tfjs-backend-wasm'
import { problemError } from '../../../contract/errors'
import type { EngineOptions, OpenEngine } from '../engine'
import { hostKernels } from '../host/kernels'
import { registerKernels } from '../register-kernels'
import { openBackend } from './backend'
import type { WasmBackend } from './backend'
import { allocate, KernelContext } from './context'
import { registerSharingIdentity } from './identity'
import { wasmKernels } from './layer-kernels'
import { compileKernels, hasSimd } from './library'
import type { KernelModule } from './library'
import { withSharedModule } from './shared-memory'
import { MAILBOX_BYTES, startThread } from './threads'
import type { KernelThread } from './threads'

/** More threads gain little at usual GAN sizes. */
const MAX_AUTO_THREADS = 4

/**
 * tfjs's WebAssembly backend with our own kernels for the layers. Any number of threads gives the
 * same results; by default, as many are used as are worthwhile. Threads that do not start are left
 * out. Whether the memory is shared is decided when a process first opens the backend.
 */
export async function openWasm(options: EngineOptions): Promise<OpenEngine> {
  const threads =
    options.threads === 0 ? Math.min(os.availableParallelism(), MAX_AUTO_THREADS) : options.threads
  const start = () => setBackend('wasm').catch(() => false)
  if (!(await (threads > 1 ? withSharedModule(start) : start()))) {
    throw problemError('engine', 'wasmDidNotStart', {})
  }
  const backend = openBackend()
  registerSharingIdentity(backend)
  const { kernels, ...about } = hasSimd()
    ? await simdKernels(backend, threads)
    : { kernels: plainKernels(backend), device: 'WebAssembly without SIMD', threads: 1 }
  registerKernels('wasm', kernels)
  const version = `tfjs ${version_core}, backend ${wasmBackend.version_wasm}`
  return { name: 'wasm', info: { name: 'wasm', version, ...about } }
}

const plainKernels = (backend: WasmBackend) =>
  hostKernels({
    view: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
    allocate: (shape) => backend.makeOutput([...shape], 'float32'),
    borrow: (info) => info as Tensor2D,
  })

async function simdKernels(backend: WasmBackend, threads: number) {
  // V8 11.3 (Node 20) has relaxed SIMD behind this flag; from 11.4 on, it is always available.
  if (process.versions.v8.startsWith('11.3.')) {
    v8.setFlagsFromString('--experimental-wasm-relaxed-simd')
  }
  const { memory } = backend.wasm.asm
  const sharedMemory = memory.buffer instanceof SharedArrayBuffer
  const compiled = compileKernels({ sharedMemory })
  const others = sharedMemory ? await haveHelpers(backend, compiled, threads - 1) : []
  const context = new KernelContext(backend, compiled, others)
  const device = compiled.fused ? 'WebAssembly SIMD, fused multiply-add' : 'WebAssembly SIMD'
  return { kernels: wasmKernels(context), device, threads: others.length + 1 }
}

/** The threads of this process; an engine that is opened again reuses them. */
const helpers: KernelThread[] = []

async function haveHelpers(
  backend: WasmBackend,
  compiled: KernelModule,
  count: number,
): Promise<readonly KernelThread[]> {
  const { memory } = backend.wasm.asm
  const starting = Array.from({ length: Math.max(0, count - helpers.length) }, () =>
    startThread(compiled, memory, allocate(backend, MAILBOX_BYTES)),
  )
  for (const outcome of await Promise.allSettled(starting)) {
    if (outcome.status === 'fulfilled') helpers.push(outcome.value)
  }
  return helpers.slice(0, count)
}
