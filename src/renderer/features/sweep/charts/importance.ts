import type { AxisValue } from '../../../../contract/sweep/spec'

/** Fewer configurations say nothing about importance. */
export const FEWEST_FOR_IMPORTANCE = 8
/** The number of groups into which numbers are divided if they have more values than groups. */
const GROUPS = 4

/** The values of a configuration, and its score at a rung that all of them have completed. */
export interface Sample {
  values: Readonly<Record<string, AxisValue>>
  score: number
}

export interface Importance {
  name: string
  /** The share of the variance of ranks that the setting explains by itself, 0 to 1. */
  share: number
  groups: number
}

/**
 * Importance of settings: the main effects of functional ANOVA (Hutter, Hoos and Leyton-Brown,
 * "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014), computed from the
 * data instead of a fitted model. The variance between the groups of configurations with equal
 * values is divided by the total variance and corrected for the number of groups (Kelley's epsilon
 * squared, 1935), so that values without effect explain about 0. Ranks of scores are used, so that
 * one diverged configuration does not decide everything.
 *
 * @param settings the names of the settings, and whether their values are numbers
 * @returns the most important first; undefined with too few configurations
 */
export function importanceOf(
  samples: readonly Sample[],
  settings: readonly { name: string; isNumber: boolean }[],
): Importance[] | undefined {
  if (samples.length < FEWEST_FOR_IMPORTANCE) return undefined
  const ranks = ranksOf(samples.map(({ score }) => score))
  return settings
    .map(({ name, isNumber }) => {
      const groups = groupsOf(
        samples.map(({ values }) => values[name] ?? ''),
        isNumber,
      )
      return { name, ...explained(ranks, groups) }
    })
    .toSorted((a, b) => b.share - a.share)
}

/** Ranks from 1; equal values have the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = values.map(() => 0)
  for (let from = 0; from < order.length;) {
    let to = from
    while (values[order[to + 1] ?? -1] === values[order[from] ?? -1]) to++
    for (let i = from; i <= to; i++) ranks[order[i] ?? 0] = (from + to) / 2 + 1
    from = to + 1
  }
  return ranks
}

/** The group of each value: equal values, or as many parts of equal size if there are too many. */
function groupsOf(values: readonly AxisValue[], isNumber: boolean): readonly AxisValue[] {
  const different = new Set(values)
  // In a grid, each value occurs several times.
  if (!isNumber || different.size * 2 <= values.length) return values
  const ranks = ranksOf(values.map(Number))
  return ranks.map((rank) => Math.floor(((rank - 1) * GROUPS) / values.length))
}

function explained(
  ranks: readonly number[],
  groupOf: readonly AxisValue[],
): { share: number; groups: number } {
  const groups = new Map<AxisValue, number[]>()
  ranks.forEach((rank, i) => {
    const group = groupOf[i] ?? ''
    const own = groups.get(group)
    if (own === undefined) groups.set(group, [rank])
    else own.push(rank)
  })
  const mean = meanOf(ranks)
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0)
  const between = [...groups.values()].reduce(
    (sum, own) => sum + own.length * (meanOf(own) - mean) ** 2,
    0,
  )
  const [k, n] = [groups.size, ranks.length]
  if (total === 0 || k < 2 || k >= n) return { share: 0, groups: k }
  const within = (total - between) / (n - k)
  return { share: Math.max(0, (between - (k - 1) * within) / total), groups: k }
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
