import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { asNotice } from '../../contract/errors'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import type {
  CompiledSteps,
  CompileSteps,
  Feeds,
  NamedVariable,
  Step,
  StepExamples,
  TensorData,
} from './engine'
import { feedTensors } from './feeds'
import { inScope } from './in-scope'
import { jittered, relativeDifference } from './relative-difference'

interface CheckedSteps {
  compile: CompileSteps
  steps: Readonly<Record<string, StepExamples>>
  /** Everything that the steps may read or change. */
  variables: readonly NamedVariable[]
  /** Defaults to TOLERANCE. */
  tolerance?: number
}

type CheckedCompilation =
  | { compiled: CompiledSteps; reason?: undefined }
  /** Why the steps must be taken op by op instead. */
  | { compiled?: undefined; reason: Notice }

/**
 * How far a result may be from the plain step's, relative to how far the plain step moved it: a
 * variable that is not written, or written with a wrong value, is off by about 1. Rounding causes
 * far smaller differences, except where a result consists of rounding errors: the gradient of a
 * bias before a batch norm is 0 in theory and noise in practice, which Adam turns into full-sized
 * steps. Beyond this tolerance, the plain step is therefore repeated to measure how much of the
 * difference is rounding.
 */
const TOLERANCE = 1e-4
/** A result may be off by this many times what perturbing its feeds changes in the plain step. */
const ALLOWANCE = 10

/**
 * Compiles steps and compares them with the plain ones: for every example, each step is taken twice
 * in a row from the same values with the same feeds, and every output and variable is compared.
 * Afterwards the variables are restored to the last bit.
 */
export function compileChecked({
  compile,
  steps,
  variables,
  tolerance = TOLERANCE,
}: CheckedSteps): CheckedCompilation {
  let compiled: CompiledSteps | undefined
  try {
    compiled = compile(steps, variables)
    for (const [step, { step: take, examples }] of Object.entries(steps)) {
      for (const feeds of examples) {
        const worst = worstDifference(compiled, { name: step, take, feeds }, variables, tolerance)
        if (worst !== undefined) throw new DifferenceError(step, worst)
      }
    }
    return { compiled }
  } catch (error) {
    compiled?.dispose()
    return { reason: error instanceof DifferenceError ? error.notice : asNotice(error) }
  }
}

class DifferenceError extends Error {
  readonly notice: Notice

  constructor(step: string, { name, difference }: Difference) {
    super()
    const given = { step, name, difference: difference.toPrecision(2) }
    this.notice = notice('compiledResultDiffers', given)
  }
}

interface Difference {
  name: string
  difference: number
}

/** One step and one set of feeds. */
interface Trial {
  name: string
  take: Step
  feeds: Feeds
}

/** A step's outputs, by name. */
type Outputs = Readonly<Record<string, TensorData>>

/** The outputs of two consecutive steps, and the variables' values after them. */
interface Taken {
  outputs: readonly Outputs[]
  variables: readonly Tensor[]
}

/** The largest difference that rounding does not explain, if there is one. */
function worstDifference(
  compiled: CompiledSteps,
  trial: Trial,
  variables: readonly NamedVariable[],
  tolerance: number,
): Difference | undefined {
  return fromSameValues(variables, (before, again) => {
    try {
      const differences = (a: Taken, b: Taken) => compare(a, b, before, variables)
      const plain = again(() => takePlain(trial))
      const replayed = again(() => takeCompiled(compiled, trial, plain.outputs[0] ?? {}))
      const found = differences(plain, replayed)
      if (found.every(({ difference }) => difference <= tolerance)) return undefined
      const rounded = again(() => takePlain({ ...trial, feeds: jittered(trial.feeds) }))
      const rounding = differences(plain, rounded)
      const unexplained = found.filter(({ difference }, i) => {
        const own = Math.min(1, rounding[i]?.difference ?? 0)
        return difference > Math.max(tolerance, ALLOWANCE * own)
      })
      return unexplained.sort((a, b) => b.difference - a.difference)[0]
    } finally {
      again(() => [])
      compiled.pushVariables()
    }
  })
}

/**
 * Calls `work` with copies of the variables' values and a function that takes steps from them, then
 * restores them.
 */
function fromSameValues<T>(
  variables: readonly NamedVariable[],
  work: (before: readonly Tensor[], again: (take: () => Outputs[]) => Taken) => T,
): T {
  const copies = (): Tensor[] => variables.map(({ variable }) => variable.clone())
  return inScope(() => {
    const before = copies()
    const again = (take: () => Outputs[]): Taken => {
      variables.forEach(({ variable }, i) => variable.assign(before[i] as Tensor))
      return { outputs: take(), variables: copies() }
    }
    return work(before, again)
  })
}

/** The second step sees what the first one wrote. */
const twice = (take: () => Outputs): Outputs[] => [take(), take()]

const takePlain = ({ take, feeds }: Trial): Outputs[] =>
  twice(() => {
    const outputs: Record<string, TensorData> = {}
    tidy(() => {
      for (const [name, output] of Object.entries(take(feedTensors(feeds)))) {
        outputs[name] = read(output)
      }
    })
    return outputs
  })

function takeCompiled(
  compiled: CompiledSteps,
  { name, feeds }: Trial,
  outputs: Readonly<Record<string, unknown>>,
): Outputs[] {
  compiled.pushVariables()
  const taken = twice(() => compiled.run(name, feeds, Object.keys(outputs)))
  compiled.pullVariables()
  return taken
}

/** The difference of each output of both steps, then of each variable. */
function compare(
  expected: Taken,
  got: Taken,
  before: readonly Tensor[],
  variables: readonly NamedVariable[],
): Difference[] {
  const outputs = expected.outputs.flatMap((all, k) =>
    Object.entries(all).map(([name, values]) => ({
      name,
      difference: relativeDifference(values, got.outputs[k]?.[name]),
    })),
  )
  const held = variables.map(({ name }, i) => {
    const [start, values, other] = [before[i], expected.variables[i], got.variables[i]] as [
      ...[Tensor, Tensor, Tensor],
    ]
    return { name, difference: relativeDifference(read(values), read(other), () => read(start)) }
  })
  return [...outputs, ...held]
}

const read = (tensor: Tensor): TensorData => tensor.dataSync<'float32' | 'int32'>()
