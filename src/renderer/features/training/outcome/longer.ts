import type { RunSummary } from '../../../../contract/summary'

type Run = Pick<
  RunSummary,
  'state' | 'starting' | 'diverged' | 'step' | 'stepsPerEpoch' | 'totalSteps' | 'config'
>

/** A run that ended in good order can be given more epochs. */
export const canTrainLonger = ({ state, starting, step, stepsPerEpoch }: Run): boolean =>
  (state === 'finished' || state === 'stopped') && !starting && step > 0 && stepsPerEpoch !== null

/** The smallest number of epochs that has steps left to train. */
export const fewestEpochs = ({ step, stepsPerEpoch }: Run): number =>
  Math.floor(step / (stepsPerEpoch ?? 1)) + 1

/** Half as many again as the run was to have, at least one more. */
export function suggestedEpochs(run: Run): number {
  const { stepsPerEpoch, totalSteps } = run
  const now = Math.ceil((totalSteps ?? 0) / (stepsPerEpoch ?? 1))
  return Math.max(fewestEpochs(run), Math.ceil(now * 1.5), now + 1)
}
