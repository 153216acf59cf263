import { untrack } from 'svelte'
import { SvelteSet } from 'svelte/reactivity'
import type { StudioEvent } from '../../../contract/events'
import type { ChartsControl } from '../../charts/charts-control'
import { DEFAULT_SMOOTHING } from '../../charts/lines'
import {
  clampRange,
  followEnd,
  panRange,
  zoomRange,
} from '../../charts/series/metrics-series-range'
import type { StepRange } from '../../charts/series/metrics-series-range'
import type { CompareAxis } from '../../state/page/routes'
import { createInRoot } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { ComparedRun } from './compared-run.svelte'
import type { SharedView } from './compared-run.svelte'
import { assignLooks, looks } from './legend/look'
import type { Look } from './legend/look'

/** A press of an arrow key moves the cursor by this fraction of the x axis. */
const CURSOR_SHARE = 1 / 200

/** The state of the Compare screen: its runs, and the charts' shared cursor, zoom and scale. */
export class Comparison implements ChartsControl, SharedView {
  runs = $state.raw<readonly ComparedRun[]>([])
  /** Indices into the table of looks, by run. */
  private places = $state.raw(assignLooks(undefined, []))
  readonly hidden = new SvelteSet<string>()
  private chosen = $state<string>()
  smoothing = $state(DEFAULT_SMOOTHING)
  logarithmic = $state(false)
  cursor = $state<number>()
  pixels = $state(500)
  private zoomed = $state.raw<{ range: StepRange; last: number }>()

  constructor(
    private readonly studio: StudioState,
    private readonly currentAxis: () => CompareAxis,
  ) {}

  get axis(): CompareAxis {
    return this.currentAxis()
  }

  /** The runs that are not hidden. */
  readonly shown = $derived.by(() => this.runs.filter(({ id }) => !this.hidden.has(id)))
  /** The id of the highlighted run, if any. */
  readonly picked = $derived.by(() => this.runs.find(({ id }) => id === this.chosen)?.id)
  private readonly end = $derived.by(() =>
    Math.max(1, ...this.shown.map(({ end }) => Math.ceil(end))),
  )
  /** The x values of all steps of the runs shown; another object only if they change. */
  readonly bounds = $derived.by((): StepRange => ({ from: 1, to: this.end }))
  /** The zoomed range of x values, which follows training if it ended at the newest. */
  private readonly range = $derived.by(() => {
    const { zoomed, bounds } = this
    if (zoomed === undefined) return undefined
    return clampRange(followEnd(zoomed.range, zoomed.last, bounds.to), bounds)
  })
  readonly visible = $derived.by(() => this.range ?? this.bounds)
  readonly isZoomed = $derived.by(() => this.range !== undefined)
  readonly position = $derived.by(() => this.cursor ?? this.visible.to)
  readonly mayBeLogarithmic = true

  get cursorX(): number | undefined {
    return this.cursor
  }

  /** Shows these runs, keeping the state and looks of those that are shown already. */
  show(ids: readonly string[]): void {
    this.places = assignLooks(this.places, ids)
    this.runs = ids.flatMap((id) => this.runs.find((run) => run.id === id) ?? this.open(id))
  }

  private open(id: string): ComparedRun | [] {
    const summary = this.studio.runs.get(id)
    if (summary === undefined) return []
    const run = createInRoot(() => new ComparedRun(this.studio, summary, this))
    run.load()
    return run
  }

  lookOf(id: string): Look {
    return looks[this.places.get(id) ?? 0] as Look
  }

  /** Keeps the runs up to date. @returns a function that stops */
  listen(): () => void {
    const { connection } = this.studio
    const stopSync = connection.onSync(() => {
      for (const run of this.runs) run.resync()
    })
    const stopEvents = connection.onEvent((event) => this.handleEvent(event))
    return () => {
      stopSync()
      stopEvents()
    }
  }

  private handleEvent(event: StudioEvent): void {
    const id = event.type === 'run' ? event.run.id : 'id' in event ? event.id : undefined
    this.runs.find((run) => run.id === id)?.handleEvent(event)
  }

  /** Highlights a run, or none if it is the highlighted one. */
  pick(id: string | undefined): void {
    this.chosen = id === this.picked ? undefined : id
  }

  toggle(id: string): void {
    if (!this.hidden.delete(id)) this.hidden.add(id)
  }

  setRange(range: StepRange): void {
    const clamped = clampRange(range, this.bounds)
    this.zoomed = clamped && { range: clamped, last: this.bounds.to }
  }

  zoom(factor: number): void {
    this.setRange(zoomRange(this.visible, this.bounds, factor, this.cursor) ?? this.bounds)
  }

  pan(share: number): void {
    this.setRange(panRange(this.visible, this.bounds, share) ?? this.bounds)
  }

  resetZoom(): void {
    this.zoomed = undefined
  }

  /** To be called when the axis has changed, since the cursor and the zoom were for the old one. */
  changeAxis(): void {
    this.cursor = undefined
    this.resetZoom()
  }

  /** Makes the loaded runs fetch what is in view. To be called when that changes. */
  refine(): void {
    const { range } = this
    const loaded = this.runs.filter(({ view }) => view.metrics.loaded)
    // Untracked: zooming changes what the runs derive their own ranges from.
    untrack(() => {
      for (const run of loaded) run.zoomTo(range)
    })
  }

  moveCursor(points: number): void {
    const { from, to } = this.visible
    const at = this.position + points * Math.max(1, (to - from) * CURSOR_SHARE)
    this.cursor = Math.round(Math.min(to, Math.max(from, at)))
  }
}
