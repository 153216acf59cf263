import type { RunState } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'
import { perStudio } from '../../state/per-studio.svelte'
import { totalSeconds } from '../../state/run-figures'
import { RunSelection } from './run-selection.svelte'

export const runFilters = ['all', 'live', 'done', 'ended'] as const
type RunFilter = (typeof runFilters)[number]
export const runSorts = ['newest', 'changed', 'name', 'size', 'duration'] as const
export type RunSort = (typeof runSorts)[number]

const statesOf: Record<Exclude<RunFilter, 'all'>, readonly RunState[]> = {
  live: ['running', 'paused'],
  done: ['finished'],
  ended: ['created', 'stopped', 'interrupted', 'failed'],
}

const orders: Record<RunSort, (a: RunSummary, b: RunSummary) => number> = {
  newest: (a, b) => b.createdAt.localeCompare(a.createdAt),
  changed: (a, b) => b.changedAt.localeCompare(a.changedAt),
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  size: (a, b) => b.bytes - a.bytes,
  duration: (a, b) => totalSeconds(b) - totalSeconds(a),
}

interface Arrangement {
  /** Words that must all be in the name, the data set or the id, in any case and order. */
  search: string
  filter: RunFilter
  sort: RunSort
}

export function arrange(
  runs: readonly RunSummary[],
  { search, filter, sort }: Arrangement,
): RunSummary[] {
  const words = search.toLowerCase().split(/\s+/)
  const matches = ({ name, id, config }: RunSummary): boolean => {
    const text = `${name} ${config.dataset} ${id}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return runs
    .filter((run) => (filter === 'all' || statesOf[filter].includes(run.state)) && matches(run))
    .sort((a, b) => orders[sort](a, b) || b.id.localeCompare(a.id))
}

/** How the list of runs is looked at; kept while other screens are shown. */
export class RunList {
  search = $state('')
  filter = $state<RunFilter>('all')
  sort = $state<RunSort>('newest')
  readonly shown = $derived.by(() => arrange(this.runs(), this))

  /** Of the runs shown: what a filter hides is not acted on. */
  readonly selection = new RunSelection(() => this.shown)

  constructor(private readonly runs: () => readonly RunSummary[]) {}

  clear(): void {
    this.search = ''
    this.filter = 'all'
  }
}

export const openRunList = perStudio(({ runs }) => new RunList(() => runs.all))
