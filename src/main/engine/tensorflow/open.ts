import { createRequire } from 'node:module'
import util from 'node:util'
import { setBackend, version_core } from '@tensorflow/tfjs-core'
import { problemError } from '../../../contract/errors'
import { mathLibraryNames, UNMEASURED_THREADS } from '../../../contract/engines'
import type { EngineSetup } from '../../../contract/engines'
import { bfloat16Override, gpuCan, processorCan } from '../../disk/bfloat16-hardware'
import type { Bfloat16Override } from '../../disk/bfloat16-hardware'
import type { EngineOptions, OpenEngine } from '../engine'
import { registerKernels } from '../register-kernels'
import { tensorflowBackend } from './binding'
import type { TensorflowBackend } from './binding'
import { copyingBinding } from './copying'
import { compileSteps } from './compile/compile-steps'
import { tensorflowKernels } from './kernels'
import { mixedPrecision } from './mixed-precision'

/** Ops that run in parallel with more than one thread; most ops can run alongside one other. */
const OPS_AT_ONCE = 2

/** Backends that already use the copying binding; there is one per process. */
const wrapped = new WeakSet<object>()

const PACKAGE = '@tensorflow/tfjs-node-gpu'

/**
 * TensorFlow's kernels through tfjs-node-gpu: on CUDA if the machine and the library support it,
 * else on the CPU. TensorFlow reads its options once, when the library loads, so a process can open
 * this engine with one set of options only.
 */
export async function openTensorflow({
  threads,
  setup,
  precision = 'float32',
}: EngineOptions): Promise<OpenEngine> {
  const wanted = {
    ...setup,
    threads: threads === 0 ? (setup?.threads ?? UNMEASURED_THREADS) : threads,
    // Eigen emulates bfloat16.
    ...(precision === 'bfloat16' ? { math: 'onednn' as const } : {}),
  }
  setEnvironment(wanted)
  loadAddon()
  if (!(await setBackend('tensorflow'))) {
    throw problemError('engine', 'engineDidNotStart', { name: 'tensorflow' })
  }
  const backend = tensorflowBackend()
  if (!wrapped.has(backend)) {
    backend.binding = copyingBinding(backend.binding)
    wrapped.add(backend)
  }
  const override = bfloat16Override()
  const casting = mixedPrecision(backend, override === 'always' || undefined)
  registerKernels('tensorflow', tensorflowKernels(backend, wanted.math, casting.run))
  const device = backend.isUsingGpuDevice ? 'GPU (CUDA)' : processorName(wanted)
  return {
    name: 'tensorflow',
    ...(hasBfloat16(backend, override) ? { bfloat16: casting } : {}),
    compile: (steps, variables) => compileSteps(backend, steps, variables),
    info: {
      name: 'tensorflow',
      version: `TensorFlow ${backend.binding.TF_Version}, tfjs ${version_core}`,
      device: precision === 'bfloat16' ? `${device}, bfloat16` : device,
      ...wanted,
    },
  }
}

function hasBfloat16({ isUsingGpuDevice }: TensorflowBackend, override: Bfloat16Override): boolean {
  if (override !== undefined) return override === 'always'
  return isUsingGpuDevice ? gpuCan() : processorCan()
}

const processorName = ({ math }: EngineSetup): string =>
  math === undefined ? 'CPU' : `CPU with ${mathLibraryNames[math]}`

/** Environment variables are the only way to set options: the addon passes none to TensorFlow. */
function setEnvironment({ threads, math }: EngineSetup): void {
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads)
  process.env['TF_NUM_INTEROP_THREADS'] = String(Math.min(threads, OPS_AT_ONCE))
  if (math !== undefined) process.env['TF_ENABLE_ONEDNN_OPTS'] = math === 'onednn' ? '1' : '0'
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
}

function loadAddon(): void {
  // tfjs-node-gpu 4.22.0 calls these two functions, which Node 23 removed.
  const legacy = util as unknown as Record<string, unknown>
  legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  legacy['isArray'] ??= Array.isArray
  const require = createRequire(import.meta.url)
  try {
    require(PACKAGE)
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    const absent = message.includes(`Cannot find module '${PACKAGE}'`)
    const notBuilt = message.includes('tfjs_binding.node') || message.includes('pre-built')
    if (absent) throw problemError('engine', 'engineNotInstalled', { name: PACKAGE }, { cause })
    if (notBuilt) throw problemError('engine', 'engineNotBuilt', { name: PACKAGE }, { cause })
    throw problemError('engine', 'engineDoesNotLoad', { name: PACKAGE, why: message }, { cause })
  }
}
