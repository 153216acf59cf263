import type { EngineChoice, EngineName } from '../../../../contract/engines'
import type { RunSummary } from '../../../../contract/summary'

type Run = Pick<
  RunSummary,
  'state' | 'starting' | 'diverged' | 'step' | 'stepsPerEpoch' | 'totalSteps' | 'config'
>

/** Returns true if the run can be trained for more epochs. */
export const canTrainLonger = ({ state, starting, step, stepsPerEpoch }: Run): boolean =>
  (state === 'finished' || state === 'stopped') && !starting && step > 0 && stepsPerEpoch !== null

/** Returns the smallest number of epochs that leaves steps to train. */
export const minEpochs = ({ step, stepsPerEpoch }: Run): number =>
  Math.floor(step / (stepsPerEpoch ?? 1)) + 1

/** Suggests one and a half times the run's epochs, at least one more. */
export function suggestedEpochs(run: Run): number {
  const { stepsPerEpoch, totalSteps } = run
  const now = Math.ceil((totalSteps ?? 0) / (stepsPerEpoch ?? 1))
  return Math.max(minEpochs(run), Math.ceil(now * 1.5), now + 1)
}

/**
 * Returns the engine that trained the run and the one that would continue it, if the former is
 * known not to be available. Training longer is then not exact.
 */
export function otherEngine(
  { engine }: Pick<RunSummary, 'engine'>,
  engines: {
    status: string
    automatic: { name: EngineName } | undefined
    resolve(choice: EngineChoice): unknown
  },
): { from: EngineName; to: EngineName } | undefined {
  const { status, automatic } = engines
  if (engine === null || status !== 'ready' || automatic === undefined) return undefined
  if (engines.resolve(engine.name) !== undefined) return undefined
  return { from: engine.name, to: automatic.name }
}
