import type { RunSummary } from '../../../../contract/summary'
import { MOST_COMPARED } from '../../compare/limits'

/** The runs of a group; `group` is null for those without one. */
export interface RunSection {
  group: string | null
  runs: RunSummary[]
}

/**
 * Divides runs by group. Groups are in the order of their first runs, and the order within a group
 * stays; names of groups are compared ignoring case.
 */
export function sectionsOf(runs: readonly RunSummary[]): RunSection[] {
  const sections = new Map<string | null, RunSection>()
  for (const run of runs) {
    const { group } = run.annotations
    const key = group?.toLowerCase() ?? null
    const section = sections.get(key) ?? { group, runs: [] }
    section.runs.push(run)
    sections.set(key, section)
  }
  return [...sections.values()]
}

/** The newest runs, at most as many as can be compared. */
export const newestOf = (runs: readonly RunSummary[]): RunSummary[] =>
  runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, MOST_COMPARED)

/**
 * The runs with the lowest FIDs, at most as many as can be compared. FIDs of other feature nets cannot
 * be compared, so only runs measured with the net of most of them count.
 */
export function bestOf(runs: readonly RunSummary[]): RunSummary[] {
  const byNet = new Map<string, { run: RunSummary; fid: number }[]>()
  for (const run of runs) {
    const { quality } = run
    if (quality === null) continue
    byNet.set(quality.net.id, [...(byNet.get(quality.net.id) ?? []), { run, fid: quality.fid }])
  }
  const [most = []] = [...byNet.values()].sort((a, b) => b.length - a.length)
  const best = most.toSorted((a, b) => a.fid - b.fid).slice(0, MOST_COMPARED)
  return best.map(({ run }) => run)
}
