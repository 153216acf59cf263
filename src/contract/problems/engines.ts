/* Problems with engines, and why one is not used; see ../problems.ts. */

import { grouped } from '../counted'
import type { Plan } from './needs'

const provision = () =>
  'Run "node scripts/provision-engine.mjs --check" to see what is missing, or with --force to set it up again.'

/** The engine of a run that is to be started or resumed. */
export interface Planned {
  name: string
  plan: Plan
}

const orBranch = ', or start a new run from its checkpoint with precision float32.'

/**
 * Describes an engine without internal ids or versions: "TensorFlow 2.21.0, CPU with oneDNN". A
 * device that contains the engine's name is shown alone.
 *
 * @param plain the translated name of plain JavaScript
 */
export function runsOn(
  { name, version, device }: { name: string; version: string; device: string },
  plain: string,
): string {
  if (name === 'wasm') return device
  const engine = name === 'cpu' ? plain : (version.split(',')[0] ?? version)
  return `${engine}, ${device}`
}

export const enginesProblems = {
  engineNotInstalled: {
    message: ({ name }: { name: string }) => `the package ${name} is not installed`,
    remedy: provision,
  },
  engineNotBuilt: {
    message: ({ name }: { name: string }) =>
      `the native addon of ${name} is not built or does not load`,
    remedy: provision,
  },
  engineDoesNotLoad: {
    message: ({ name, why }: { name: string; why: string }) =>
      `the native addon of ${name} does not load: ${why}`,
    remedy: provision,
  },
  engineDoesNotStart: {
    message: ({ name, why }: { name: string; why: string }) =>
      `the ${name} engine does not start: ${why}`,
  },
  engineOfOtherVersion: {
    message: ({ name }: { name: string }) => `${name} is not the version that GAN Studio requires`,
    remedy: () => 'Install the exact version in package-lock.json with npm ci.',
  },
  wasmDidNotStart: {
    message: () => 'the wasm engine did not start',
    remedy: () =>
      'It needs WebAssembly and some free memory. The cpu engine works without WebAssembly.',
  },
  engineDidNotStart: {
    message: ({ name }: { name: string }) => `the ${name} engine did not start`,
  },
  computesOn: {
    message: (on: { name: string; version: string; device: string }) =>
      `Runs on ${runsOn(on, 'plain JavaScript')}`,
  },
  engineNotUsed: {
    message: ({ name, why }: { name: string; why: string }) =>
      `the ${name} engine is not used: ${why}`,
  },
  runEngineGone: {
    message: ({ engine, why }: { engine: string; why: string }) =>
      `the ${engine} engine, which trained this run, is not available: ${why}`,
    remedy: () =>
      'To continue on another engine, use --engine auto; rounding then differs, so the final weights will not be exactly the same.',
  },
  chosenEngineGone: {
    message: ({ engine, why }: { engine: string; why: string }) =>
      `the ${engine} engine, which was chosen for this run, is not available: ${why}`,
    remedy: () => 'To train on another engine, use --engine auto.',
  },
  measuredWhileBusy: {
    message: () =>
      'the fastest settings for TensorFlow were measured while other programs kept the machine ' +
      'busy, so other settings may be faster; measure again when it is idle, in Settings or with ' +
      '"npm run engines -- --measure"',
  },
  setupNotSaved: {
    message: ({ why }: { why: string }) =>
      `the fastest settings for TensorFlow could not be saved, so GAN Studio will measure them again when it next starts: ${why}`,
  },
  measureWhileTraining: {
    message: () =>
      'the speed of this machine cannot be measured while a run is training, starting or paused',
    remedy: () => 'Measure again when the run has finished, or stop it first.',
  },
  nothingToMeasure: {
    message: () => 'there is nothing to measure: TensorFlow does not run on this machine',
    remedy: () => 'The list of engines says why.',
  },
  noEngineStarts: {
    message: ({ why }: { why: string }) => `no engine starts on this machine: ${why}`,
  },
  wasmMemoryFull: {
    message: ({ bytes }: { bytes: number }) =>
      `WebAssembly is out of memory: ${grouped(bytes)} more bytes do not fit`,
    remedy: () => 'Choose a smaller batch or image size, or another engine.',
  },
  wasmThreadHangs: {
    message: () => 'a thread of the wasm engine does not respond',
    remedy: () => 'Resume the run; if this happens again, train on one thread.',
  },
  wasmThreadFailed: {
    message: () => 'a thread of the wasm engine failed in a kernel',
    remedy: () => 'Resume the run; if this happens again, train on one thread.',
  },
  bfloat16Engine: {
    message: ({ name }: Planned) => `bfloat16 runs only on the tensorflow engine, not on ${name}`,
    remedy: ({ plan }: Planned): string =>
      plan === 'new'
        ? 'Choose the tensorflow engine, or train in float32.'
        : `Resume on the tensorflow engine${orBranch}`,
  },
  bfloat16EngineMissing: {
    message: ({ name }: Planned) =>
      `bfloat16 does not run on ${name}: it needs the tensorflow engine, which is not available on this machine`,
    remedy: ({ plan }: Planned): string =>
      plan === 'new'
        ? 'Train in float32, or set up the tensorflow engine first.'
        : `Resume on a machine with the tensorflow engine${orBranch}`,
  },
  bfloat16Hardware: {
    message: (_: Planned) =>
      'this machine has no bfloat16 arithmetic, which requires a processor with avx512_bf16 or amx_bf16, or an NVIDIA GPU of compute capability 8.0 or higher',
    remedy: ({ plan }: Planned): string =>
      plan === 'new' ? 'Train in float32.' : `Resume on a machine that has it${orBranch}`,
  },
  bfloat16NotCompiled: {
    message: (_: Planned) => 'bfloat16 needs a compiled training step',
    remedy: ({ plan }: Planned): string =>
      plan === 'new' ? 'Compile the step, or train in float32.' : `Compile the step${orBranch}`,
  },
  bfloat16CompileFailed: {
    message: ({ why }: { why: string }) =>
      `bfloat16 needs a compiled training step, and this one was not compiled: ${why}`,
    remedy: () => 'Train in float32.',
  },
  bfloat16Used: {
    message: ({ cast, of }: { cast: number; of: number }) =>
      cast === 0
        ? `none of the ${grouped(of)} distinct products and convolutions of a step is faster in bfloat16 on this machine, so all use float32`
        : `${grouped(cast)} of the ${grouped(of)} distinct products and convolutions of a step run in bfloat16, which is faster for them on this machine; everything else uses float32`,
  },
  bfloat16Forced: {
    message: ({ cast, of }: { cast: number; of: number }) =>
      `${grouped(cast)} of the ${grouped(of)} distinct products and convolutions of a step run in bfloat16, whether or not it is faster, because GAN_STUDIO_BFLOAT16 is set to always; everything else uses float32`,
  },
  noImagesMade: {
    message: ({ why }: { why: string }) => `no images were generated: ${why}`,
    remedy: () => 'Try again. If memory ran out, generate fewer images.',
  },
}
