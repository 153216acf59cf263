import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import { parseWith } from '../../contract/errors'
import { readTextGuardedSync } from './guarded'
import { MAX_SMALL_FILE_BYTES } from './limits'

/**
 * For tests: `always` uses bfloat16 for every convolution and every product of two matrices, on any
 * processor (slowly where it has to be emulated); `never` acts as if the machine had no bfloat16.
 */
const overrideSchema = z.enum(['always', 'never'], { error: 'must be always or never' }).optional()
export type Bfloat16Override = z.infer<typeof overrideSchema>

/** @throws StudioError `usage` if GAN_STUDIO_BFLOAT16 is set to something else */
export const bfloat16Override = (): Bfloat16Override =>
  parseWith(overrideSchema, process.env['GAN_STUDIO_BFLOAT16'], 'usage', 'GAN_STUDIO_BFLOAT16')

/** The flags of Intel and AMD processors that have instructions for bfloat16 products. */
const FLAGS = /\b(?:avx512_bf16|amx_bf16)\b/

/**
 * Returns true if all processors have instructions for bfloat16 products.
 *
 * @param cpuinfo the text of Linux's /proc/cpuinfo
 */
export function processorHasBfloat16(cpuinfo: string): boolean {
  const flags = cpuinfo.split('\n').filter((line) => /^flags\s*:/.test(line))
  return flags.length > 0 && flags.every((line) => FLAGS.test(line))
}

/** The compute capability of the first NVIDIA GPUs with bfloat16 arithmetic. */
const AMPERE = 8

/**
 * Returns true if the first GPU, which TensorFlow uses, has bfloat16 arithmetic.
 *
 * @param capabilities a line for each GPU with its compute capability, such as 8.6, as printed by
 *   nvidia-smi
 */
export const gpuHasBfloat16 = (capabilities: string): boolean =>
  Number.parseFloat(capabilities) >= AMPERE

/**
 * Returns true if this machine's processors have bfloat16 arithmetic; always false except on Linux.
 */
export function processorCan(): boolean {
  return processorHasBfloat16(
    textOr(() => readTextGuardedSync('/proc/cpuinfo', { maxBytes: MAX_SMALL_FILE_BYTES })),
  )
}

/** Returns true if this machine's first GPU has bfloat16 arithmetic. */
export function gpuCan(): boolean {
  const query = ['--query-gpu=compute_cap', '--format=csv,noheader']
  return gpuHasBfloat16(
    textOr(() =>
      execFileSync('nvidia-smi', query, {
        encoding: 'utf8',
        timeout: 5000,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ),
  )
}

/**
 * Returns true if the processor or the GPU has bfloat16 arithmetic. Which of them TensorFlow uses
 * is known only once TensorFlow is open.
 */
export function machineCan(override = bfloat16Override()): boolean {
  if (override !== undefined) return override === 'always'
  return (known ??= processorCan() || gpuCan())
}

let known: boolean | undefined

/** Returns the text, or an empty string if it cannot be read. */
function textOr(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
