import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { EngineInfo, EngineName, EngineSetup } from '../../contract/engines'

/** A tensor's numbers, row-major: float32 or int32. */
export type TensorData = Float32Array | Int32Array

/** A tensor as it is fed; its dtype is that of its array. */
export interface Feed<Data extends TensorData = TensorData> {
  shape: readonly number[]
  data: Data
}
export type FloatFeed = Feed<Float32Array>
export type Feeds = Readonly<Record<string, Feed>>

/**
 * A step: tensors in, tensors out, each float32 or int32. All it changes are variables; it reads
 * no tensor back, and whatever differs from one time to the next comes in as an input.
 */
export type Step = (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>

/** A variable under the name that a person is told. */
export interface NamedVariable {
  readonly name: string
  readonly variable: Variable
}

/** A step, and feeds of each shape that it will be taken with. */
export interface StepExamples {
  step: Step
  examples: readonly Feeds[]
  /**
   * Moves everything that the host counts (step numbers, schedules, random streams) on to other
   * values, and returns what puts it back. Compiling calls it between two recordings of the step:
   * a host number that finds its way into the graph then differs, and is refused. Without it only
   * what differs by itself is found.
   */
  advance?(): () => void
}

/** Steps recorded once and replayed as a whole. Their variables live in it until pulled. */
export interface CompiledSteps {
  /**
   * Takes the named step. The feeds' shapes and dtypes must be those of an example.
   * -> the named outputs, each of its tensor's dtype
   */
  run(step: string, feeds: Feeds, outputs: readonly string[]): Record<string, TensorData>
  /** Sets the tfjs variables to the replayed steps'. */
  pullVariables(): void
  /** Sets the replayed steps' variables to the tfjs ones. */
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

/** An engine that is open: tfjs runs on its backend, with our kernels registered. */
export interface OpenEngine {
  readonly name: EngineName
  readonly info: EngineInfo
  /** Absent where the engine can only go op by op. */
  readonly compile?: CompileSteps
}

export interface EngineOptions {
  /** 0 leaves it to the setup. */
  threads: number
  /** What is known to suit this machine, or what a run began with. */
  setup?: EngineSetup | undefined
}

/** Opens an engine in this process; throws a StudioError `engine` that says why it cannot be had. */
export type OpenEngineFunction = (options: EngineOptions) => Promise<OpenEngine>
