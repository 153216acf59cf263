import { seriesColors } from '../../../../contract/metrics/metric'

/** The look of a run in every chart: its colour token and its dash pattern. */
export interface Look {
  color: string
  dash: number[]
}

/** Dash patterns that differ clearly; dots are reserved for levels. */
const DASHES = [
  [],
  [8, 4],
  [4, 4],
  [12, 3, 3, 3],
  [18, 6],
  [8, 3, 3, 3, 3, 3],
  [18, 4, 8, 4],
  [4, 3, 4, 10],
]

/** The looks that runs can have, at least one for each run of a comparison. */
export const looks: readonly Look[] = seriesColors.map((color, i) => ({
  color,
  dash: DASHES[i] ?? [],
}))

/**
 * Gives each run a place in {@link looks}. A run keeps its place while others come and go; new ones
 * get the first free places in their order.
 *
 * @param before the places of the runs shown until now, if any
 */
export function assignLooks(
  before: ReadonlyMap<string, number> | undefined,
  ids: readonly string[],
): Map<string, number> {
  const kept = ids.flatMap((id) => before?.get(id) ?? [])
  const free = looks.map((_, i) => i).filter((i) => !kept.includes(i))
  return new Map(ids.map((id) => [id, before?.get(id) ?? free.shift() ?? 0]))
}
