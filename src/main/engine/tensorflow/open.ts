import { createRequire } from 'node:module'
import util from 'node:util'
import { setBackend, version_core } from '@tensorflow/tfjs-core'
import { problemError, StudioError } from '../../../contract/errors'
import type { OpenEngine } from '../engine'
import { registerLayerKernels } from '../kernels'
import { tensorflowBackend } from './binding'
import { compileStep } from './compile/compile-step'
import { tensorflowKernels } from './kernels'

/** More gain little at a GAN's usual sizes, and one makes results repeatable to the bit. */
const DEFAULT_THREADS = 1

const PACKAGE = '@tensorflow/tfjs-node-gpu'

/**
 * TensorFlow's own kernels through tfjs-node-gpu: CUDA where the machine and the library have
 * it, else the processor.
 *
 * @param options.threads threads within one op; TensorFlow reads it once, when the library
 * loads, so a process can open this engine with one value only.
 */
export async function openTensorflow(options: { threads: number }): Promise<OpenEngine> {
  const threads = options.threads === 0 ? DEFAULT_THREADS : options.threads
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads)
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1'
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  loadAddon()
  if (!(await setBackend('tensorflow'))) {
    throw new StudioError('engine', 'TensorFlow loaded but its backend did not start')
  }
  const backend = tensorflowBackend()
  registerLayerKernels('tensorflow', tensorflowKernels(backend))
  return {
    name: 'tensorflow',
    compile: (step, variables, examples) => compileStep(backend, step, variables, examples),
    info: {
      name: 'tensorflow',
      version: `TensorFlow ${backend.binding.TF_Version}, tfjs ${version_core}`,
      device: backend.isUsingGpuDevice ? 'GPU (CUDA)' : 'CPU',
      threads,
    },
  }
}

function loadAddon(): void {
  // tfjs-node-gpu 4.22.0 calls these two; Node 23 removed them.
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
