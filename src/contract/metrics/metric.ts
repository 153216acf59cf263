import type { Arithmetic } from '../recipe/arithmetic'
import type { Words } from '../words'
import type { Chart } from './charts'
import type { LossFacts } from './loss-facts'

/**
 * The tokens of tokens.css that lines are drawn in; the first four have fixed uses, the rest are
 * free.
 */
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

/** What one training step computed, from which its metrics are derived. N is the batch size. */
interface StepOutcome<T> {
  /** [N, 1]: the discriminator's logits of the real images, before its update. */
  realLogits: T
  /** [N, 1]: its logits of the generated images in the discriminator's step, before its update. */
  fakeLogits: T
  /** Scalar; before the discriminator's update. */
  lossD: T
  /** Scalar; before the generator's update, after the discriminator's. */
  lossG: T
  /** Converts logits to probabilities of being real, as the run's loss defines them. */
  confidence(logits: T): T
}

interface Described {
  /** Its name in metrics.jsonl and in messages. Its meaning must never change once released. */
  key: string
  label: Words
  /** One sentence, for tooltips and the table of the Learn page. */
  meaning: Words
  /** In mathematical notation, where there is one. */
  formula?: (loss: LossFacts) => string
  /** The unit, written after the value; empty for a pure number. */
  unit: string
  chart: Chart
  color: SeriesColor
  /** Decimals of a value that is shown. */
  decimals: number
  /**
   * The value where the discriminator cannot tell real from generated images; undefined if there is
   * none.
   */
  baseline?: (loss: LossFacts) => number | undefined
  /** Which way it goes as the images get better. */
  better: 'lower' | 'higher' | 'neither'
  /** Whether each run in the list shows its newest value. */
  inRunList: boolean
  /** Whether the command line's progress shows it. */
  inProgress: boolean
}

/** Computed in every step, from its batch. */
export interface StepMetric extends Described {
  cadence: 'step'
  /** @returns a scalar */
  value<T>(outcome: StepOutcome<T>, a: Arithmetic<T>): T
}

/** Computed occasionally, from images generated for it: most lines of the log lack it. */
export interface EvaluationMetric extends Described {
  cadence: 'evaluation'
}

export type Metric = StepMetric | EvaluationMetric
