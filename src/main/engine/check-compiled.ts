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
import { jittered, relativeDifference } from './relative-difference'

interface CheckedSteps {
  compile: CompileSteps
  steps: Readonly<Record<string, StepExamples>>
  /** Everything that the steps may read or change. */
  variables: readonly NamedVariable[]
  /** See TOLERANCE, the default. */
  tolerance?: number
}

type CheckedCompilation =
  | { compiled: CompiledSteps; reason?: undefined }
  /** Why the steps must be taken op by op instead. */
  | { compiled?: undefined; reason: Notice }

/**
 * How far a result may be from the plain step's, relative to how far the plain step moved it: a
 * variable that is not written, or written with something else, is off by about 1. What rounding
 * does is far less, but for results that hang on rounding: the gradient of a bias before a batch
 * norm is 0 in theory and noise in practice, and Adam makes whole steps of it. Where a result is
 * further off than this, the plain step itself is therefore asked how much of it is rounding.
 */
const TOLERANCE = 1e-4
/** How many times as far off as the plain step's own, where its feeds are off by rounding. */
const ALLOWANCE = 10

/**
 * Compiles steps and holds them against the plain ones: each is taken twice in a row, from the
 * same values on the same feeds, for every example, and every output and variable is compared.
 * The variables are afterwards what they were, to the last bit.
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

/** What a step gave, by name. */
type Outputs = Readonly<Record<string, TensorData>>

/** What two steps in a row gave, and what the variables then held. */
interface Taken {
  outputs: readonly Outputs[]
  variables: readonly Tensor[]
}

/** The largest difference that is more than rounding, if there is one. */
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

/** Lends some work the variables' values, and a way to take steps from them again and again. */
function fromSameValues<T>(
  variables: readonly NamedVariable[],
  work: (before: readonly Tensor[], again: (take: () => Outputs[]) => Taken) => T,
): T {
  const copies = (): Tensor[] => variables.map(({ variable }) => variable.clone())
  let result: { value: T } | undefined
  tidy(() => {
    const before = copies()
    const again = (take: () => Outputs[]): Taken => {
      variables.forEach(({ variable }, i) => variable.assign(before[i] as Tensor))
      return { outputs: take(), variables: copies() }
    }
    result = { value: work(before, again) }
  })
  return (result as { value: T } | undefined as { value: T }).value
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

/** Of each output of both steps, then of each variable. */
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
