import type { RunSummary } from '../../../../contract/summary'
import type { Session } from '../../../../contract/run'
import type { CompareAxis } from '../../../state/page/routes'
import { stepAtTime, timeAt, timePieces } from './training-time'
import type { LiveSession } from './training-time'

/** Converts the steps of one run to x values and back. */
export interface RunAxis {
  /** The x value of a step: steps, images seen, or milliseconds of training. */
  at(step: number): number
  /** The inverse, which may be between two steps. */
  stepAt(x: number): number
}

/** The number of images seen per step, which may be several batches for the discriminator. */
export const imagesPerStep = ({ config }: Pick<RunSummary, 'config'>): number =>
  config.hyperparameters.batchSize * config.hyperparameters.discriminatorSteps

const bySteps: RunAxis = { at: (step) => step, stepAt: (x) => x }

/** @param live the progress of the last session; undefined if it has ended */
export function runAxis(
  axis: CompareAxis,
  run: Pick<RunSummary, 'config'>,
  sessions: readonly Session[],
  live: LiveSession | undefined,
): RunAxis {
  if (axis === 'step') return bySteps
  if (axis === 'images') {
    const images = imagesPerStep(run)
    return { at: (step) => step * images, stepAt: (x) => x / images }
  }
  const pieces = timePieces(sessions, live)
  return { at: (step) => timeAt(pieces, step), stepAt: (x) => stepAtTime(pieces, x) }
}
