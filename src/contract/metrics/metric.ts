import type { Arithmetic } from '../recipe/arithmetic'
import type { Words } from '../words'
import type { Chart } from './charts'
import type { LossFacts } from './loss-facts'

/** Colours of chart lines (tokens.css); the first four have fixed uses, the rest are free. */
export const seriesColors = [
  '--series-d',
  '--series-g',
  '--series-real',
  '--series-fake',
  '--series-5',
  '--series-6',
  '--series-7',
  '--series-8',
] as const
type SeriesColor = (typeof seriesColors)[number]

/** The results of one training step, from which its metrics are computed. N is the batch size. */
interface StepOutcome<T> {
  /** [N, 1]: the discriminator's logits of the real images, before its update. */
  realLogits: T
  /** [N, 1]: its logits of the generated images in the discriminator's step, before its update. */
  fakeLogits: T
  /** Scalar; before the discriminator's update. */
  lossD: T
  /** Scalar; before the generator's update, after the discriminator's. */
  lossG: T
  /** Converts logits to what the run's loss calls D(x): probabilities or scores. */
  output(logits: T): T
}

interface Described {
  /** Its name in metrics.jsonl and in messages. Its meaning must never change once released. */
  key: string
  label: Words
  /**
   * One sentence, for tooltips and the table of the Learn page. It may depend on the loss; it is
   * undefined where the sentence is about runs with different losses.
   */
  meaning: Words | ((loss: LossFacts | undefined) => Words)
  /** The formula, if there is one. */
  formula?: (loss: LossFacts) => string
  /** The unit, written after the value; empty for a pure number. */
  unit: string
  chart: Chart
  color: SeriesColor
  /** Number of decimals shown. */
  decimals: number
  /**
   * The value at equilibrium, where the discriminator cannot tell real from generated images;
   * undefined if there is none.
   */
  baseline?: (loss: LossFacts) => number | undefined
  /** The direction in which it changes as images improve. */
  better: 'lower' | 'higher' | 'neither'
  /** True if the list of runs shows its newest value. */
  inRunList: boolean
  /** True if the command line shows it in its progress. */
  inProgress: boolean
}

/** A metric computed in every step, from the step's batch. */
export interface StepMetric extends Described {
  cadence: 'step'
  /** @returns a scalar */
  value<T>(outcome: StepOutcome<T>, a: Arithmetic<T>): T
}

/**
 * A metric computed only occasionally, from images generated for it; most lines of the log lack it.
 */
export interface EvaluationMetric extends Described {
  cadence: 'evaluation'
  /** The value expected for images like real ones, if it is the same for all data sets. */
  expected?: number
}

export type Metric = StepMetric | EvaluationMetric
