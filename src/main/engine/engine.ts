import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { EngineInfo, EngineName, EngineSetup } from '../../contract/engines'
import type { Precision } from '../../contract/recipe/precision'

/** A tensor's numbers, row-major: float32 or int32. */
export type TensorData = Float32Array | Int32Array

/** A tensor to be fed; its dtype is that of its array. */
export interface Feed<Data extends TensorData = TensorData> {
  shape: readonly number[]
  data: Data
}
export type FloatFeed = Feed<Float32Array>
export type LabelFeed = Feed<Int32Array>
export type Feeds = Readonly<Record<string, Feed>>

/**
 * A step: tensors in, tensors out, each float32 or int32. It changes only variables and reads no
 * tensor back. Everything that differs between calls is an input.
 */
export type Step = (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>

/** A variable with the name that messages use for it. */
export interface NamedVariable {
  readonly name: string
  readonly variable: Variable
}

/** A step, and feeds of each shape that it will be taken with. */
export interface StepExamples {
  step: Step
  examples: readonly Feeds[]
  /**
   * Advances everything that the host counts (step numbers, schedules, random streams) and returns
   * a function that restores it. Compiling calls it between two recordings of the step: a host
   * number that would end up in the graph then differs, and is rejected. Without it, only values
   * that change by themselves are found.
   */
  advance?(): () => void
}

/**
 * Steps recorded once and replayed as a whole. The current values of their variables are in the
 * graph until `pullVariables` copies them to tfjs.
 */
export interface CompiledSteps {
  /**
   * Runs the named step. The feeds must have the shapes and dtypes of an example.
   * -> the named outputs, each of its tensor's dtype
   */
  run(step: string, feeds: Feeds, outputs: readonly string[]): Record<string, TensorData>
  /** Copies the variables' values from the graph to the tfjs variables. */
  pullVariables(): void
  /** Copies the values of the tfjs variables to the graph. */
  pushVariables(): void
  dispose(): void
}

/**
 * Compiles steps over the variables that they may read and change. The variables keep their
 * values.
 *
 * @throws Error that says what in a step cannot be compiled
 */
export type CompileSteps = (
  steps: Readonly<Record<string, StepExamples>>,
  variables: readonly NamedVariable[],
) => CompiledSteps

/**
 * Whether each product and convolution seen so far is cast to bfloat16, keyed by op, shapes and
 * attributes.
 */
export type CastChoices = Readonly<Record<string, boolean>>

/** Bfloat16 for the products and convolutions where it is faster; see precision.ts. */
export interface MixedPrecision {
  choices(): CastChoices
  /** Replaces all choices. Ops that are not among them are timed when they first occur. */
  restore(choices: CastChoices): void
}

/** An open engine: tfjs runs on its backend, with our kernels registered. */
export interface OpenEngine {
  readonly name: EngineName
  readonly info: EngineInfo
  /** Absent if the engine can only run steps op by op. */
  readonly compile?: CompileSteps
  /** Absent if the engine or its hardware has no bfloat16. */
  readonly bfloat16?: MixedPrecision
}

export interface EngineOptions {
  /** 0 = the setup's number of threads. */
  threads: number
  /** The best setup measured on this machine, or the one that a run started with. */
  setup?: EngineSetup | undefined
  /** The precision of the training steps; float32 if absent. */
  precision?: Precision | undefined
}

/**
 * Opens an engine in this process. Throws a StudioError `engine` that says why it is not available.
 */
export type OpenEngineFunction = (options: EngineOptions) => Promise<OpenEngine>
