import type { ShownState } from '../../../contract/run'
import { lastTrainedFirst } from '../../../contract/run-order'
import type { RunSummary } from '../../../contract/summary'
import { perStudio } from '../../state/per-studio.svelte'
import { totalSeconds } from '../../state/run-figures'
import { RunSelection } from './run-selection.svelte'

export const runFilters = ['all', 'live', 'queued', 'done', 'ended'] as const
type RunFilter = (typeof runFilters)[number]
export const runSorts = ['changed', 'created', 'name', 'size', 'duration', 'fid'] as const
export type RunSort = (typeof runSorts)[number]

const statesOf: Record<Exclude<RunFilter, 'all'>, readonly ShownState[]> = {
  live: ['running', 'paused'],
  queued: ['queued'],
  done: ['finished'],
  ended: ['created', 'stopped', 'interrupted', 'failed'],
}

const orders: Record<RunSort, (a: RunSummary, b: RunSummary) => number> = {
  changed: lastTrainedFirst,
  created: (a, b) => b.createdAt.localeCompare(a.createdAt),
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  size: (a, b) => b.bytes - a.bytes,
  duration: (a, b) => totalSeconds(b) - totalSeconds(a),
  fid: (a, b) => byFid(a.quality?.fid, b.quality?.fid),
}

/** Lowest first; runs that were not measured come last. */
function byFid(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return a - b
}

const ascending: readonly RunSort[] = ['name', 'fid']

/** The direction in which runs are sorted. */
export const directionOf = (sort: RunSort): 'ascending' | 'descending' =>
  ascending.includes(sort) ? 'ascending' : 'descending'

interface Arrangement {
  /** Words that must all occur in the name, data set (name or title) or id, ignoring case. */
  search: string
  filter: RunFilter
  sort: RunSort
}

/** Filters and sorts runs. @param titleOf the title of a data set by its name */
export function arrange(
  runs: readonly RunSummary[],
  { search, filter, sort }: Arrangement,
  titleOf: (dataset: string) => string,
): RunSummary[] {
  const words = search.toLowerCase().split(/\s+/)
  const matches = ({ name, id, config }: RunSummary): boolean => {
    const text = `${name} ${config.dataset} ${titleOf(config.dataset)} ${id}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return runs
    .filter((run) => (filter === 'all' || statesOf[filter].includes(run.state)) && matches(run))
    .sort((a, b) => orders[sort](a, b) || b.id.localeCompare(a.id))
}

/**
 * The search, filter, order and selection of the list of runs, kept while other screens are open.
 */
export class RunList {
  search = $state('')
  filter = $state<RunFilter>('all')
  sort = $state<RunSort>('changed')
  readonly shown = $derived.by(() => arrange(this.runs(), this, this.titleOf))

  /** The selected runs among those shown; hidden runs are never selected. */
  readonly selection = new RunSelection(() => this.shown)

  constructor(
    private readonly runs: () => readonly RunSummary[],
    private readonly titleOf: (dataset: string) => string,
  ) {}

  clear(): void {
    this.search = ''
    this.filter = 'all'
  }
}

export const openRunList = perStudio(
  ({ runs, datasets }) =>
    new RunList(
      () => runs.all,
      (dataset) => datasets.titleOf(dataset),
    ),
)
