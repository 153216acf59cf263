import { resultOf } from './computation'
import type { Computation } from './computation'
import type { FeatureMatrix } from './features/feature-matrix'
import type { MatrixProduct } from './training-images/screened-neighbours'

/** Everything that metrics are computed from; each metric says what it needs. */
export interface MetricInputs {
  /** Features of real images that were not trained on, or of the part that the protocol names. */
  real: FeatureMatrix
  /** Features of generated images. */
  generated: FeatureMatrix
  /**
   * Features of all training images in chunks. Iterated several times, so not a generator object.
   */
  training: Iterable<FeatureMatrix>
  /** A classifier's probabilities for the generated images [generated.count, classes]. */
  probabilities: FeatureMatrix
  /** The number of the data's own images of each class. */
  classCounts: readonly number[]
  /** The class that each generated image should have. */
  asked: ArrayLike<number>
}
export type Need = keyof MetricInputs

/**
 * Settings with which a value was measured, such as k, counts, splits and seed; shown next to the
 * value.
 */
export type Protocol = Readonly<Record<string, string | number>>

/** The inputs that are available for a measurement. */
export interface AvailableInputs extends Partial<MetricInputs> {
  /** Seed of all random choices. */
  seed: number
  /** Facts about the inputs, for the protocol: feature net and its hash, split, weights. */
  protocol?: Protocol
  /** Saves time, without changing a bit of any result. */
  product?: MatrixProduct | undefined
}

/** The result of a metric. */
export interface Measured {
  value: number
  /** Parts of the value, or context for it. */
  details: Readonly<Record<string, number | readonly number[]>>
  protocol: Protocol
}

/** The numbers of images, and of features per image, that a metric is computed from. */
export interface Counts {
  real: number
  generated: number
  training: number
  dim: number
  /** True if an earlier measurement has computed the part that depends on the real images alone. */
  realKnown: boolean
}

/** An estimate of a metric's work. */
export interface Work {
  /** `training`: comparing with training images, which an engine's matrix product may speed up. */
  kind: 'pairs' | 'training'
  /** Multiplications. */
  amount: number
  /** The name of a result that several metrics share; the first of them computes it. */
  once?: string
}

/** The number of pairs within a set. */
export const pairsWithin = (count: number): number => count ** 2 / 2

/** Multiplications per pair of images, and an allowance for the other work on each pair. */
export const workPerPair = (dim: number): number => dim + 20

/** An image metric; metrics.ts lists all of them. */
export interface Metric {
  /** Never changes, since results are stored under it. */
  key: string
  needs: readonly Need[]
  /** Absent for metrics that take hardly any time. */
  work?: ((counts: Counts) => Work) | undefined
  /** @throws StudioError `data` if the inputs do not fit each other or are too few */
  compute(inputs: AvailableInputs): Measured
  /** As {@link compute}, with its progress. */
  computing(inputs: AvailableInputs): Computation<Measured>
}

/** Inputs that include those a metric needs. */
type With<N extends Need> = AvailableInputs & Pick<MetricInputs, N>

/**
 * Makes a metric whose `compute` is only called with the inputs it needs. One that may take more
 * than a few seconds returns a computation.
 */
export function defineMetric<N extends Need>(metric: {
  key: string
  needs: readonly N[]
  work?: Metric['work']
  compute(inputs: With<N>): Measured | Computation<Measured>
}): Metric {
  const { key, needs, work } = metric
  const complete = (inputs: AvailableInputs): inputs is With<N> =>
    needs.every((need) => inputs[need] !== undefined)
  function* computing(inputs: AvailableInputs): Computation<Measured> {
    if (!complete(inputs)) throw new Error(`${key} needs ${needs.join(', ')}`)
    const computed = metric.compute(inputs)
    const { value, details, protocol } = 'next' in computed ? yield* computed : computed
    return { value, details, protocol: { ...inputs.protocol, ...protocol } }
  }
  return { key, needs, work, computing, compute: (inputs) => resultOf(computing(inputs)) }
}
