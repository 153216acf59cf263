import type { Sweep, Trial } from '../../../contract/sweep/document'

/* The results of a sweep's configurations. */

/** The trials of each candidate. */
export function byCandidate({
  candidates,
  trials,
}: Pick<Sweep, 'candidates' | 'trials'>): Trial[][] {
  const groups = candidates.map((): Trial[] => [])
  for (const trial of trials) groups[trial.candidate]?.push(trial)
  return groups
}

/** The mean score at the end of a rung, null without any, and the number of trials without one. */
export function meanAt(
  trials: readonly Trial[],
  rung: number,
): { mean: number | null; missing: number } {
  const scores = trials.flatMap(({ scores: { [rung]: score } }) => score ?? [])
  const missing = trials.length - scores.length
  if (scores.length === 0) return { mean: null, missing }
  return { mean: scores.reduce((sum, score) => sum + score, 0) / scores.length, missing }
}
