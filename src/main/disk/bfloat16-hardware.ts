import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import { parseWith } from '../../contract/errors'
import { readTextGuardedSync } from './guarded'
import { MAX_SMALL_FILE_BYTES } from './limits'

/**
 * For tests: `always` uses bfloat16 for every product and convolution, on any processor (slowly
 * where it has to be emulated); `never` acts as if the machine had none.
 */
const overrideSchema = z.enum(['always', 'never']).optional()
export type Bfloat16Override = z.infer<typeof overrideSchema>

/** @throws StudioError `usage` if GAN_STUDIO_BFLOAT16 is set to something else */
export const bfloat16Override = (): Bfloat16Override =>
  parseWith(overrideSchema, process.env['GAN_STUDIO_BFLOAT16'], 'usage', 'GAN_STUDIO_BFLOAT16')

/** The processor flags of instructions that multiply bfloat16, on Intel and AMD. */
const FLAGS = /\b(?:avx512_bf16|amx_bf16)\b/

/** @param cpuinfo the text of Linux's /proc/cpuinfo; all processors must have the instructions */
export function processorHasBfloat16(cpuinfo: string): boolean {
  const flags = cpuinfo.split('\n').filter((line) => /^flags\s*:/.test(line))
  return flags.length > 0 && flags.every((line) => FLAGS.test(line))
}

/** The first generation of NVIDIA GPUs that multiplies bfloat16. */
const AMPERE = 8

/**
 * @param capabilities one line for each GPU, such as 8.6, as nvidia-smi prints them; TensorFlow
 *   uses the first
 */
export const gpuHasBfloat16 = (capabilities: string): boolean =>
  Number.parseFloat(capabilities) >= AMPERE

/** Returns true if the processor multiplies bfloat16. Only Linux tells. */
export function processorCan(): boolean {
  return processorHasBfloat16(
    textOr(() => readTextGuardedSync('/proc/cpuinfo', { maxBytes: MAX_SMALL_FILE_BYTES })),
  )
}

/** Returns true if the GPU multiplies bfloat16. */
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
 * Returns true if something in this machine multiplies bfloat16. Whether TensorFlow uses it is only
 * known once that is open.
 */
export function machineCan(override = bfloat16Override()): boolean {
  if (override !== undefined) return override === 'always'
  return (known ??= processorCan() || gpuCan())
}

let known: boolean | undefined

/** Returns the text, or nothing if it cannot be read. */
function textOr(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
