export const runTabs = ['training', 'gallery', 'quality'] as const
export type RunTab = (typeof runTabs)[number]

/** The x axes over which runs are compared: steps, images seen, or time of training. */
export const compareAxes = ['step', 'images', 'time'] as const
export type CompareAxis = (typeof compareAxes)[number]

/** The states by which the list of runs is filtered. */
export const runFilters = ['all', 'live', 'queued', 'done', 'ended'] as const
export type StateFilter = (typeof runFilters)[number]

export type Route =
  /** `filter`: as typed, see contract/filter; `state`: absent for all. */
  | { screen: 'runs'; filter?: string; state?: StateFilter }
  /**
   * `from`: the run whose settings prefill the form. `changes`: hyperparameters to change, as text
   * by name. `dataset`: the data set to choose, by name.
   */
  | {
      screen: 'newRun'
      from?: string
      changes?: Readonly<Record<string, string>>
      dataset?: string
    }
  | { screen: 'data' }
  | { screen: 'addData' }
  | { screen: 'dataset'; name: string }
  | { screen: 'run'; id: string; tab: RunTab }
  /** `runs`: the ids of the runs to compare, each once. */
  | { screen: 'compare'; runs: readonly string[]; axis: CompareAxis }
  /** `run` and `step`: the checkpoint to select. */
  | { screen: 'generate'; run?: string; step?: number }
  /** `topic`: a heading to scroll to. */
  | { screen: 'learn'; topic?: string }
  | { screen: 'queue' }
  | { screen: 'sweeps' }
  /** `extend`: the sweep that gets more values. */
  | { screen: 'newSweep'; extend?: string }
  | { screen: 'sweep'; id: string }
  | { screen: 'settings' }
  | { screen: 'missing'; path: string }

/** The page of a route: the tabs of a run are one page, and so are a screen's options. */
export function pageOf(route: Route): string {
  if (route.screen === 'run') return `run ${route.id}`
  if (route.screen === 'sweep') return `sweep ${route.id}`
  return route.screen === 'dataset' ? `dataset ${route.name}` : route.screen
}

/** Parses a location hash into a route; an empty hash is the list of runs. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '')
  const [before = '', query = ''] = path.split('?', 2)
  const parts = before.split('/').filter((part) => part !== '')
  const params = new URLSearchParams(query)
  if (parts.length === 2 && parts.join('/') === ADD_DATA) return { screen: 'addData' }
  return fromParts(parts.map(decode), params) ?? { screen: 'missing', path }
}

/** The path of the screen that adds a data set. */
const ADD_DATA = 'data/new'
/** In place of a sweep's id, which is never this. */
const NEW_SWEEP = 'new'

function fromParts([first, id, tab, more]: string[], params: URLSearchParams): Route | undefined {
  if (more !== undefined) return undefined
  if (first === 'runs' && id !== undefined) {
    const known = runTabs.find((name) => name === (tab ?? 'training'))
    return known === undefined ? undefined : { screen: 'run', id, tab: known }
  }
  if (first === 'data' && tab === undefined) {
    return id === undefined ? { screen: 'data' } : { screen: 'dataset', name: id }
  }
  if (first === 'sweeps' && tab === undefined) return sweepFrom(id, params)
  if (id !== undefined) return undefined
  if (first === undefined || first === 'runs') return runsFrom(params)
  if (first === 'compare') return compareFrom(params)
  if (first === 'queue' || first === 'settings') return { screen: first }
  if (first === 'new') return newRunFrom(params)
  if (first === 'learn') return { screen: 'learn', ...optional('topic', params.get('topic')) }
  if (first !== 'generate') return undefined
  const step = /^\d{1,12}$/.exec(params.get('step') ?? '')?.[0]
  const at = step === undefined ? {} : { step: Number(step) }
  return { screen: 'generate', ...optional('run', params.get('run')), ...at }
}

function runsFrom(params: URLSearchParams): Route {
  const state = runFilters.find((name) => name === params.get('state'))
  return {
    ...{ screen: 'runs', ...optional('filter', params.get('filter')) },
    ...(state === undefined || state === 'all' ? {} : { state }),
  }
}

function sweepFrom(id: string | undefined, params: URLSearchParams): Route {
  if (id === undefined) return { screen: 'sweeps' }
  if (id !== NEW_SWEEP) return { screen: 'sweep', id }
  return { screen: 'newSweep', ...optional('extend', params.get('extend')) }
}

function compareFrom(params: URLSearchParams): Route {
  const ids = (params.get('runs') ?? '').split(',').filter((id) => id !== '')
  const axis = compareAxes.find((name) => name === params.get('axis')) ?? 'step'
  return { screen: 'compare', runs: [...new Set(ids)], axis }
}

function newRunFrom(params: URLSearchParams): Route {
  const { from = null, dataset = null, ...changes } = Object.fromEntries(params)
  const changed = Object.keys(changes).length > 0 ? { changes } : {}
  return {
    screen: 'newRun',
    ...optional('from', from),
    ...optional('dataset', dataset),
    ...changed,
  }
}

function optional<K extends string>(key: K, value: string | null): { [P in K]?: string } {
  return value === null ? {} : ({ [key]: value } as { [P in K]?: string })
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Formats a route as a location hash, including the `#`; the inverse of {@link parseRoute}. */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'runs':
      return `#/runs${query({ filter: route.filter, state: route.state })}`
    case 'queue':
    case 'sweeps':
    case 'settings':
      return `#/${route.screen}`
    case 'run':
      return `#/runs/${encodeURIComponent(route.id)}/${route.tab}`
    case 'sweep':
      return `#/sweeps/${encodeURIComponent(route.id)}`
    case 'newSweep':
      return `#/sweeps/${NEW_SWEEP}${query({ extend: route.extend })}`
    case 'compare':
      // Not URLSearchParams, which would escape the commas.
      return `#/compare?runs=${route.runs.map(encodeURIComponent).join(',')}&axis=${route.axis}`
    case 'newRun':
      return `#/new${query({ from: route.from, dataset: route.dataset, ...route.changes })}`
    case 'data':
      return '#/data'
    case 'addData':
      return `#/${ADD_DATA}`
    case 'dataset':
      return `#/data/${dataSegment(route.name)}`
    case 'learn':
      return `#/learn${query({ topic: route.topic })}`
    case 'generate':
      return `#/generate${query({ run: route.run, step: route.step })}`
    case 'missing':
      return `#/${route.path}`
  }
}

/** A data set may be called `new` too; escaped, its page has another address than {@link ADD_DATA}. */
const dataSegment = (name: string): string => encodeURIComponent(name).replace(/^new$/, '%6Eew')

function query(values: Record<string, string | number | undefined>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) params.set(key, String(value))
  }
  return params.size === 0 ? '' : `?${params.toString()}`
}
