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

/** An image metric; metrics.ts lists all of them. */
export interface Metric {
  /** Never changes, since results are stored under it. */
  key: string
  needs: readonly Need[]
  /** @throws StudioError `data` if the inputs do not fit each other or are too few */
  compute(inputs: AvailableInputs): Measured
}

/** Inputs that include those a metric needs. */
type With<N extends Need> = AvailableInputs & Pick<MetricInputs, N>

/** Makes a metric whose `compute` is only called with the inputs it needs. */
export function defineMetric<N extends Need>(metric: {
  key: string
  needs: readonly N[]
  compute(inputs: With<N>): Measured
}): Metric {
  const { key, needs } = metric
  const complete = (inputs: AvailableInputs): inputs is With<N> =>
    needs.every((need) => inputs[need] !== undefined)
  return {
    key,
    needs,
    compute(inputs) {
      if (!complete(inputs)) throw new Error(`${key} needs ${needs.join(', ')}`)
      const { value, details, protocol } = metric.compute(inputs)
      return { value, details, protocol: { ...inputs.protocol, ...protocol } }
    },
  }
}
