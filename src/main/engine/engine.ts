import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { EngineInfo, EngineName, EngineSetup } from '../../contract/engines'

/** A tensor as it is fed: float32, row-major. */
export interface Feed {
  shape: readonly number[]
  data: Float32Array
}
export type Feeds = Readonly<Record<string, Feed>>

/**
 * A step: tensors in, tensors out. All it changes are variables; it reads no tensor back, and
 * whatever differs from one time to the next comes in as an input.
 */
export type Step = (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>

/** A step recorded once and replayed as a whole. Its variables live in it until pulled. */
export interface CompiledStep {
  /** Takes one step; the feeds' shapes must be those of an example. -> the named outputs */
  run(feeds: Feeds, outputs: readonly string[]): Record<string, Float32Array>
  /** Sets the tfjs variables, or only some, to the replayed step's. */
  pull(only?: readonly Variable[]): void
  /** Sets the replayed step's variables to the tfjs ones. */
  push(): void
  dispose(): void
}

/**
 * Compiles a step over the variables it may read and change, for the feed shapes of the
 * examples. The variables keep their values.
 *
 * @throws Error that says what in the step cannot be compiled
 */
export type CompileStep = (
  step: Step,
  variables: readonly Variable[],
  examples: readonly Feeds[],
) => CompiledStep

/** An engine that is open: tfjs runs on its backend, with our layer kernels registered. */
export interface OpenEngine {
  readonly name: EngineName
  readonly info: EngineInfo
  /** Absent where the engine can only go op by op. */
  readonly compile?: CompileStep
}

export interface EngineOptions {
  /** 0 leaves it to the setup. */
  threads: number
  /** What is known to suit this machine, or what a run began with. */
  setup?: EngineSetup | undefined
}

/** Opens an engine in this process; throws a StudioError `engine` that says why it cannot be had. */
export type OpenEngineFunction = (options: EngineOptions) => Promise<OpenEngine>
