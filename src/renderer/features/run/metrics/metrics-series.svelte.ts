import type { Metrics } from '../../../../contract/metrics/record'
import type { StudioClient } from '../../../../contract/rpc'
import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import {
  append,
  emptySeries,
  fromWindow,
  join,
  lastStep,
  rebucket,
  slice,
  spans,
  splice,
} from './metrics-series'
import type { Series } from './metrics-series'
import { restedFrames } from './rested-frames'
import type { Schedule } from './rested-frames'
import { followed, widthOf, within } from './metrics-series-range'
import type { StepRange } from './metrics-series-range'

/** Buckets asked of the host: about one each two pixels of a wide chart. */
const BUCKETS = 800
/** Live steps are buckets of their own until there are this many, then all are thinned again. */
const MOST_BUCKETS = 1600
/** A range must stand still this long before its details are asked for. */
const SETTLE_MS = 150

/** Between two drawings, as each takes from training; and where so many steps are shown that none would be seen to move. */
const REST_MS = 250
const LONG_REST_MS = 4000
const LONG_STEPS = 10_000

/**
 * The metrics of one run for drawing: the whole of it thinned, live steps at its end, and a finer
 * stretch while the charts are zoomed. The drawing changes a few times per second.
 */
export class MetricsSeries {
  /** The whole run. */
  whole = $state.raw<Series>(emptySeries())
  /** The stretch that is zoomed to, finer; undefined until it has come. */
  private detail = $state.raw<Series>()
  error = $state.raw<ErrorReport>()
  loaded = $state(false)
  private zoom = $state.raw<{ range: StepRange; last: number }>()

  readonly bounds = $derived<StepRange>({ from: 1, to: Math.max(1, lastStep(this.whole)) })
  /** The stretch zoomed to; one that ended at the newest step follows it. */
  readonly range = $derived.by(() => {
    const { zoom } = this
    if (zoom === undefined) return undefined
    return within(followed(zoom.range, zoom.last, this.bounds.to), this.bounds)
  })

  /** What the charts show: everything, or the stretch zoomed to. */
  readonly shown = $derived.by(() => {
    const { range, whole, detail } = this
    if (range === undefined) return whole
    const all = detail === undefined ? whole : splice(whole, detail)
    return slice(all, range.from, range.to)
  })

  /** Whole and detail with all that has come; published by the next frame. */
  private fresh: Series = emptySeries()
  private freshDetail: Series | undefined
  private framePending = false
  private needed = false
  /** Points that came while the whole was being loaded. */
  private waiting: Metrics[] | undefined
  private newestLive = 0
  /** Of the newest question for the whole and for a detail: older answers are left unread. */
  private generation = 0
  private detailGeneration = 0
  private settling: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly client: Pick<StudioClient, 'call'>,
    private readonly id: string,
    private readonly schedule: Schedule = restedFrames(),
  ) {}

  get lastStep(): number {
    return lastStep(this.whole)
  }

  /** Loads the run unless that was done or is under way. */
  ensureLoaded(): void {
    if (!this.needed) void this.load()
  }

  /** Loads afresh what somebody looks at. */
  async reload(): Promise<void> {
    if (this.needed) await this.load()
  }

  /** Loads the whole run afresh; live points that come meanwhile are kept. */
  private async load(): Promise<void> {
    this.needed = true
    const generation = ++this.generation
    this.detailGeneration++
    this.waiting ??= []
    try {
      const window = await this.client.call('runs.metrics', { id: this.id, buckets: BUCKETS })
      if (generation !== this.generation) return
      this.fresh = append(fromWindow(window), this.waiting)
      this.freshDetail = undefined
      this.error = undefined
      this.loaded = true
      this.publishSoon()
      void this.loadDetail()
    } catch (error) {
      if (generation === this.generation) this.error = toReport(error)
    } finally {
      if (generation === this.generation) this.waiting = undefined
    }
  }

  /** Takes live points. Steps that were there before mean the run went back to a checkpoint. */
  add(points: readonly Metrics[]): void {
    const first = points[0]
    const last = points.at(-1)
    if (first === undefined || last === undefined || !this.needed) return
    const wentBack = first.step <= this.newestLive
    this.newestLive = last.step
    if (wentBack) {
      this.waiting = [...points]
      void this.load()
      return
    }
    if (this.waiting !== undefined) {
      this.waiting.push(...points)
      return
    }
    const atEnd =
      this.freshDetail !== undefined && lastStep(this.freshDetail) >= lastStep(this.fresh)
    if (this.freshDetail !== undefined && atEnd) {
      this.freshDetail = thinned(append(this.freshDetail, points))
    }
    this.fresh = thinned(append(this.fresh, points))
    this.publishSoon()
  }

  /** Shows a stretch, at first as fine as it is at hand; undefined shows everything. */
  zoomTo(range: StepRange | undefined): void {
    this.zoom = range === undefined ? undefined : { range, last: this.bounds.to }
    if (range === undefined) {
      this.freshDetail = undefined
      this.publishSoon()
    } else {
      this.refineSoon()
    }
  }

  private refineSoon(): void {
    const { range } = this
    if (range === undefined || this.isFine(range)) return
    // Not put off again by each move: a range that follows training moves all the time.
    this.settling ??= setTimeout(() => {
      this.settling = undefined
      void this.loadDetail()
    }, SETTLE_MS)
  }

  /** Whether what is at hand of the range could not be finer, or is as fine as it can be drawn. */
  private isFine(range: StepRange): boolean {
    const { fresh, freshDetail } = this
    const detail = freshDetail ?? emptySeries()
    const covered = detail.first <= range.from && lastStep(detail) >= range.to
    const shown = slice(covered ? detail : fresh, range.from, range.to)
    const fineEnough = Math.max(1, (2 * widthOf(range)) / BUCKETS)
    return Math.max(0, ...spans(shown)) <= fineEnough
  }

  private async loadDetail(): Promise<void> {
    const { range } = this
    if (range === undefined) return
    const generation = ++this.detailGeneration
    // A margin on both sides, so that a little panning shows it at once.
    const margin = Math.ceil((range.to - range.from + 1) / 4)
    const from = Math.max(1, range.from - margin)
    const to = range.to + margin
    try {
      const window = await this.client.call('runs.metrics', {
        id: this.id,
        from,
        to,
        buckets: BUCKETS,
      })
      if (generation !== this.detailGeneration || this.range === undefined) return
      const detail = fromWindow(window, from)
      const known = lastStep(this.fresh)
      // What was trained since the question left belongs to a stretch that ends at the live end.
      const tail = to < known ? [] : [slice(this.fresh, lastStep(detail) + 1, known)]
      this.freshDetail = join([detail, ...tail])
      this.publishSoon()
    } catch (error) {
      if (generation === this.detailGeneration) this.error = toReport(error)
    }
  }

  private publishSoon(): void {
    if (this.framePending) return
    this.framePending = true
    this.schedule(() => {
      this.framePending = false
      this.whole = this.fresh
      this.detail = this.freshDetail
      this.refineSoon()
    }, this.rest())
  }

  private rest(): number {
    return widthOf(this.range ?? this.bounds) > LONG_STEPS ? LONG_REST_MS : REST_MS
  }
}

const thinned = (series: Series): Series =>
  series.step.length > MOST_BUCKETS ? rebucket(series, BUCKETS) : series
