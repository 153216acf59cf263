import type { Out, Sweep, Trial } from '../../../contract/sweep/document'
import { rungSteps } from './rungs'
import { settingsOf } from './candidates'
import { compareScores } from '../../../contract/sweep/order'
import { byCandidate, meanAt } from './ranking'

/*
 * The rules that decide which trials train next. They depend only on the sweep's records, so a sweep
 * continues after a restart as if nothing had happened.
 */

/** The state of a trial's run. */
export type RunState =
  /** In the queue, or training. `alarm`: the key of an alarm that ends the trial. */
  | { kind: 'busy'; alarm?: string | undefined }
  | { kind: 'failed'; error: Extract<Out, { kind: 'failed' }>['error'] }
  | { kind: 'deleted' }
  /** Neither: its newest checkpoint is of this step. */
  | { kind: 'idle'; step: number }

/** The next action for a trial, which is given by its index. */
export type Action =
  /** `last`: this rung is the end of training. */
  | { kind: 'begin' | 'continue'; trial: number; steps: number; last: boolean }
  | { kind: 'measure'; trial: number; steps: number }
  | { kind: 'drop'; trial: number; out: Out; stop: boolean }

/** The rungs of a sweep's candidates, in steps. */
export const stepsOf = (sweep: Pick<Sweep, 'spec' | 'base' | 'datasetImages' | 'candidates'>) =>
  sweep.candidates.map(({ values }) => {
    const settings = settingsOf(sweep.base.hyperparameters, values)
    return rungSteps(sweep.spec, settings, sweep.datasetImages)
  })

/**
 * Adds the best candidates of each decided rung, one in `eta`, rounded up, to the next rung. A rung is
 * decided when none of its trials can get another score. Configurations with failed trials rank
 * behind all others.
 *
 * @param rungs the number of rungs
 */
export function promote(sweep: Sweep, rungs: number): Sweep['promoted'] {
  const trials = byCandidate(sweep)
  const promoted = Array.from({ length: rungs - 1 }, (_, i) => sweep.promoted[i] ?? [])
  let here = sweep.candidates.map((_, i) => i)
  for (const [rung, next] of promoted.entries()) {
    const decided = here.every((candidate) => hasEnded(trials[candidate] ?? [], rung))
    const best = decided ? bestAt(sweep.spec, here, (each) => meanAt(trials[each] ?? [], rung)) : []
    here = promoted[rung] = [...new Set([...next, ...best])]
  }
  return promoted
}

const hasEnded = (trials: readonly Trial[], rung: number): boolean =>
  trials.every(({ out, scores }) => out !== null || scores.length > rung)

function bestAt(
  { halving, metric }: Sweep['spec'],
  candidates: readonly number[],
  scoreOf: (candidate: number) => ReturnType<typeof meanAt>,
): number[] {
  return candidates
    .map((candidate) => ({ candidate, ...scoreOf(candidate) }))
    .filter(({ mean }) => mean !== null)
    .toSorted((a, b) => a.missing - b.missing || compareScores(metric, a.mean, b.mean))
    .slice(0, Math.ceil(candidates.length / (halving?.eta ?? 1)))
    .map(({ candidate }) => candidate)
}

/** Returns whether a candidate takes part in a rung. */
export function participation(
  sweep: Pick<Sweep, 'candidates' | 'promoted'>,
): (candidate: number, rung: number) => boolean {
  const promoted = sweep.promoted.map((candidates) => new Set(candidates))
  return (candidate, rung) =>
    rung === 0 ||
    sweep.candidates[candidate]?.continued === true ||
    promoted[rung - 1]?.has(candidate) === true
}

/** The trials that have a rung to complete. */
export function unfinished(sweep: Sweep, rungs: number): number[] {
  const takesPart = participation(sweep)
  return sweep.trials.flatMap(({ candidate, out, scores }, i) =>
    out === null && scores.length < rungs && takesPart(candidate, scores.length) ? [i] : [],
  )
}

/**
 * The next action for each trial that needs one.
 *
 * @param states of the runs of {@link unfinished} trials that have one, by trial
 * @param room how many more runs may be in the queue
 */
export function nextActions(
  sweep: Sweep,
  steps: readonly (readonly number[])[],
  states: ReadonlyMap<number, RunState>,
  room: number,
): Action[] {
  let left = room
  return unfinished(sweep, steps[0]?.length ?? 0).flatMap((trial): Action[] => {
    const action = nextAction(sweep, trial, steps, states.get(trial))
    if (action === undefined) return []
    const queues = action.kind === 'begin' || action.kind === 'continue'
    return queues && left-- <= 0 ? [] : [action]
  })
}

function nextAction(
  sweep: Sweep,
  index: number,
  steps: readonly (readonly number[])[],
  state: RunState | undefined,
): Action | undefined {
  const trial = sweep.trials[index]
  const rungs = steps[trial?.candidate ?? 0] ?? []
  const end = rungs[trial?.scores.length ?? 0]
  if (trial === undefined || end === undefined) return undefined
  const last = trial.scores.length === rungs.length - 1
  if (state === undefined) return { kind: 'begin', trial: index, steps: end, last }
  const drop = (out: Out, stop = false): Action => ({ kind: 'drop', trial: index, out, stop })
  if (state.kind === 'deleted') return drop({ kind: 'deleted' })
  if (state.kind === 'failed') return drop({ kind: 'failed', error: state.error })
  if (state.kind === 'busy') {
    return state.alarm === undefined ? undefined : drop({ kind: 'alarm', alarm: state.alarm }, true)
  }
  if (state.step >= end) return { kind: 'measure', trial: index, steps: end }
  // A run that was added for this rung and is not in the queue any more was stopped by the user.
  if (trial.queued > trial.scores.length) return drop({ kind: 'stopped' })
  return { kind: 'continue', trial: index, steps: end, last }
}
