import type { Words } from '../../words'

/** How a hyperparameter changes during training. */
export interface Schedule {
  label: Words
  meaning: Words
  /**
   * The share of the way from the first value to the final one.
   *
   * @param progress from 0, where the schedule begins, to 1, where it ends
   */
  share(progress: number): number
}
