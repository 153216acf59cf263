import { SvelteSet } from 'svelte/reactivity'
import type { FilteredRun } from '../../../contract/filter/filter'
import type { ShownState } from '../../../contract/run'
import { lastTrainedFirst } from '../../../contract/run-order'
import type { RunSummary } from '../../../contract/summary'
import type { Route, StateFilter } from '../../state/page/routes'
import { perStudio } from '../../state/per-studio.svelte'
import { totalSeconds } from '../../state/run-figures'
import { RunFilter } from './filter/run-filter.svelte'
import { sectionsOf } from './groups/group-runs'
import { RunSelection } from './run-selection.svelte'

export const runSorts = ['changed', 'created', 'name', 'size', 'duration', 'fid'] as const
export type RunSort = (typeof runSorts)[number]

const statesOf: Record<Exclude<StateFilter, 'all'>, readonly ShownState[]> = {
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
  /** Whether a run meets the other filters. */
  matches: (run: FilteredRun) => boolean
  filter: StateFilter
  sort: RunSort
}

/** Filters and sorts runs. */
export const arrange = (
  runs: readonly RunSummary[],
  { matches, filter, sort }: Arrangement,
): RunSummary[] =>
  runs
    .filter((run) => (filter === 'all' || statesOf[filter].includes(run.state)) && matches(run))
    .sort((a, b) => orders[sort](a, b) || b.id.localeCompare(a.id))

/** The number of runs drawn at first, and added when the end of the list comes into view. */
const DRAWN_AT_ONCE = 12

/**
 * The filters, order, groups and selection of the list of runs, kept while other screens are open.
 */
export class RunList {
  filter = $state<StateFilter>('all')
  sort = $state<RunSort>('changed')
  /** Whether groups have headings. */
  grouped = $state(true)
  /** The groups whose runs are hidden; null stands for the runs without one. */
  readonly collapsed = new SvelteSet<string | null>()
  readonly where: RunFilter
  readonly shown = $derived.by(() => {
    const { filter, sort, where } = this
    return arrange(this.runs(), { matches: where.matches, filter, sort })
  })
  readonly hasGroups = $derived(this.shown.some(({ annotations }) => annotations.group !== null))
  /** The runs in the order of the screen; a single section without groups. */
  readonly sections = $derived(
    this.hasGroups && this.grouped ? sectionsOf(this.shown) : [{ group: null, runs: this.shown }],
  )
  private readonly visible = $derived(
    this.sections.flatMap(({ group, runs }) => (this.isCollapsed(group) ? [] : runs)),
  )

  /** The number of runs drawn, as long as the filter stays the same. */
  private grown = $state.raw<{ of?: string; count: number }>({ count: DRAWN_AT_ONCE })
  private readonly limit = $derived.by(() =>
    this.grown.of === this.filterText ? this.grown.count : DRAWN_AT_ONCE,
  )
  /** The sections with the runs that are drawn; thousands would take seconds. */
  readonly drawn = $derived.by(() => {
    let left = this.limit
    return this.sections.map((section) => {
      const runs = this.isCollapsed(section.group) ? [] : section.runs.slice(0, left)
      left -= runs.length
      return { section, runs }
    })
  })
  /** The number of runs that are not drawn yet. */
  readonly undrawn = $derived(Math.max(0, this.visible.length - this.limit))

  /** The selected runs among those that can be seen; hidden runs are never selected. */
  readonly selection = new RunSelection(() => this.visible)

  constructor(
    private readonly runs: () => readonly RunSummary[],
    titleOf: (dataset: string) => string,
  ) {
    const load = async () => (await import('./filter/filter-engine')).filterEngine
    this.where = new RunFilter(titleOf, load)
  }

  /** The route that restores the filters. */
  get route(): Route {
    const { filter, where } = this
    return {
      screen: 'runs',
      ...(where.address === undefined ? {} : { filter: where.address }),
      ...(filter === 'all' ? {} : { state: filter }),
    }
  }

  /** Applies the filters of a route, if it has any. */
  async follow({ filter, state }: { filter?: string; state?: StateFilter }): Promise<void> {
    if (filter === undefined && state === undefined) return
    this.filter = state ?? 'all'
    if (filter !== undefined) await this.where.open(filter)
    else if (this.where.address !== undefined) this.where.clear()
  }

  drawMore(): void {
    this.grown = { of: this.filterText, count: this.limit + DRAWN_AT_ONCE }
  }

  /** A text that changes whenever the filters do. */
  private get filterText(): string {
    const { filter, where } = this
    return [filter, where.address, where.text].join('\n')
  }

  isCollapsed(group: string | null): boolean {
    return this.hasGroups && this.grouped && this.collapsed.has(group)
  }

  collapse(group: string | null, collapsed: boolean): void {
    if (collapsed) this.collapsed.add(group)
    else this.collapsed.delete(group)
  }

  clear(): void {
    this.where.clear()
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
