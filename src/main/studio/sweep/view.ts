import type {
  Standing,
  SweepOutline,
  SweepSummary,
  SweepView,
} from '../../../contract/sweep/commands'
import { standings as states } from '../../../contract/sweep/commands'
import type { Sweep, Trial } from '../../../contract/sweep/document'
import { ranked } from '../../../contract/sweep/order'
import { participation, stepsOf } from './plan'
import { byCandidate, meanAt } from './ranking'

/** A sweep as pages and the command line show it. */
export function sweepView(sweep: Sweep): SweepView {
  const steps = stepsOf(sweep)
  const standings = standingsOf(sweep, steps[0]?.length ?? 1)
  return { sweep, steps, standings, summary: summaryOf(sweep, standings) }
}

/** The states of all candidates. @param rungs the number of rungs */
function standingsOf(sweep: Sweep, rungs: number): Standing[] {
  const takesPart = participation(sweep)
  return byCandidate(sweep).map((trials, candidate): Standing => {
    const state = stateOf(trials, rungs, (next) => takesPart(candidate, next))
    const completed = furthest(trials)
    const ended = Math.max(0, completed - 1)
    const isPruned = state === 'waiting' && sweep.promoted[ended]?.length
    return {
      ...{ candidate, state: isPruned ? 'pruned' : state },
      rung: state === 'training' ? Math.min(completed, rungs - 1) : ended,
      score: completed === 0 ? null : meanAt(trials, ended).mean,
    }
  })
}

/** The number of rungs that a candidate has completed, by the trial that has come furthest. */
const furthest = (trials: readonly Trial[]): number => {
  const completed = trials.map(({ scores }) => scores.length)
  return Math.max(0, ...completed)
}

function stateOf(
  trials: readonly Trial[],
  rungs: number,
  takesPart: (rung: number) => boolean,
): Standing['state'] {
  const left = trials.filter(({ out }) => out === null)
  if (left.length === 0) return 'out'
  const unfinished = left.filter(({ scores }) => scores.length < rungs)
  if (unfinished.length === 0) return 'finished'
  return unfinished.some(({ scores }) => takesPart(scores.length)) ? 'training' : 'waiting'
}

function summaryOf(sweep: Sweep, standings: readonly Standing[]): SweepSummary {
  const { id, createdAt, state, spec, trials, problem } = sweep
  const counts = Object.fromEntries(states.map((key) => [key, 0])) as SweepSummary['counts']
  for (const each of standings) counts[each.state]++
  const failed = trials.filter(({ out }) => out !== null).length
  return {
    ...{ id, name: spec.name, createdAt, state, metric: spec.metric, counts },
    ...{ trials: trials.length, failed, best: ranked(spec.metric, standings)[0] ?? null, problem },
  }
}

/** The runs and steps of a sweep if none of its trials fails. */
export function outlineOf(
  sweep: Pick<Sweep, 'spec' | 'base' | 'datasetImages' | 'candidates' | 'trials'>,
): SweepOutline {
  const all = stepsOf(sweep)
  const seeds = sweep.spec.seeds.length
  const eta = sweep.spec.halving?.eta ?? 1
  const [first = []] = all
  let configurations = all.length
  let steps = 0
  const rungs = first.map((step, rung) => {
    if (rung > 0) configurations = Math.ceil(configurations / eta)
    const ends = all.map((own) => (own[rung] ?? 0) - (own[rung - 1] ?? 0))
    const mean = ends.reduce((sum, each) => sum + each, 0) / all.length
    steps += mean * configurations * seeds
    return { configurations, step }
  })
  const whole = all.reduce((sum, own) => sum + (own.at(-1) ?? 0), 0) * seeds
  const trials = sweep.trials.length
  return {
    ...{ configurations: all.length, trials, rungs },
    ...{ steps: Math.round(steps), share: steps / whole },
  }
}
