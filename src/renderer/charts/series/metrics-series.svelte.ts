import type { Metrics } from '../../../contract/metrics/record'
import type { StudioClient } from '../../../contract/rpc'
import type { ErrorReport } from '../../../contract/errors'
import {
  append,
  emptySeries,
  join,
  lastStep,
  rebucket,
  slice,
  spans,
  splice,
} from './metrics-series'
import type { Series } from './metrics-series'
import { BUCKETS, MetricsLoader } from './metrics-loader'
import { throttledFrames } from './throttled-frames'
import type { Schedule } from './throttled-frames'
import { followEnd, widthOf, clampRange, withMargin } from './metrics-series-range'
import type { StepRange } from './metrics-series-range'

/** Live steps are added as single-step buckets up to this total, then merged to {@link BUCKETS}. */
const MAX_BUCKETS = 1600
/** Delay after a zoom before its detail is loaded. */
const REFINE_DELAY_MS = 150

/** Minimum time between updates, since drawing slows training down. */
const FRAME_INTERVAL_MS = 250
/** The same for ranges of more than {@link LONG_RANGE_STEPS}, which new steps hardly change. */
const LONG_RANGE_INTERVAL_MS = 4000
const LONG_RANGE_STEPS = 10_000

/**
 * The metrics of one run for its charts: the whole run in merged buckets followed by live steps,
 * and finer buckets for the zoomed range. Published at most a few times per second.
 */
export class MetricsSeries {
  /** The whole run, in merged buckets. */
  whole = $state.raw<Series>(emptySeries())
  /** Finer buckets for the zoomed range; undefined until loaded. */
  private detail = $state.raw<Series>()
  error = $state.raw<ErrorReport>()
  loaded = $state(false)
  private zoom = $state.raw<{ range: StepRange; last: number }>()

  readonly bounds = $derived<StepRange>({ from: 1, to: Math.max(1, lastStep(this.whole)) })
  /** The zoomed range, which follows training if it ended at the newest step; else undefined. */
  readonly range = $derived.by(() => {
    const { zoom } = this
    if (zoom === undefined) return undefined
    return clampRange(followEnd(zoom.range, zoom.last, this.bounds.to), this.bounds)
  })

  /** The series to draw: the whole run or the zoomed range. */
  readonly shown = $derived.by(() => {
    const { range, whole, detail } = this
    if (range === undefined) return whole
    const all = detail === undefined ? whole : splice(whole, detail)
    return slice(all, range.from, range.to)
  })

  /** Newest versions of `whole` and `detail`, published in the next frame. */
  private latest: Series = emptySeries()
  private latestDetail: Series | undefined
  private framePending = false
  private requested = false
  /** Points received while the whole run was loading. */
  private queued: Metrics[] | undefined
  private lastLiveStep = 0
  private readonly wholeLoader: MetricsLoader
  private readonly detailLoader: MetricsLoader
  private refineTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    client: Pick<StudioClient, 'call'>,
    id: string,
    private readonly schedule: Schedule = throttledFrames(),
    private readonly buckets = BUCKETS,
  ) {
    this.wholeLoader = new MetricsLoader(client, id, buckets)
    this.detailLoader = new MetricsLoader(client, id, buckets)
  }

  get lastStep(): number {
    return lastStep(this.whole)
  }

  /** Loads the run unless it is loaded or loading. */
  ensureLoaded(): void {
    if (!this.requested) void this.load()
  }

  /** Reloads the run if it has been loaded before. */
  async reload(): Promise<void> {
    if (this.requested) await this.load()
  }

  /** Loads the whole run; live points received meanwhile are appended. */
  private async load(): Promise<void> {
    this.requested = true
    this.detailLoader.cancel()
    this.queued ??= []
    const reply = await this.wholeLoader.load()
    if (reply === undefined) return
    const { queued = [] } = this
    this.queued = undefined
    if ('error' in reply) return void (this.error = reply.error)
    this.latest = append(reply.series, queued)
    this.latestDetail = undefined
    this.error = undefined
    if (this.loaded) this.schedulePublish()
    else this.publish()
    this.loaded = true
    void this.loadDetail()
  }

  /**
   * Adds live points. A step seen before means that the run resumed from a checkpoint; a gap, that
   * another process trains it and points were written before this studio followed them.
   */
  add(points: readonly Metrics[]): void {
    const first = points[0]
    const last = points.at(-1)
    if (first === undefined || last === undefined || !this.requested) return
    const rewound = first.step <= this.lastLiveStep
    this.lastLiveStep = last.step
    const gap = this.queued === undefined && first.step > lastStep(this.latest) + 1
    if (rewound || gap) {
      this.queued = [...points]
      void this.load()
      return
    }
    if (this.queued !== undefined) {
      this.queued.push(...points)
      return
    }
    const atEnd =
      this.latestDetail !== undefined && lastStep(this.latestDetail) >= lastStep(this.latest)
    if (this.latestDetail !== undefined && atEnd) {
      this.latestDetail = limitBuckets(append(this.latestDetail, points))
    }
    this.latest = limitBuckets(append(this.latest, points))
    this.schedulePublish()
  }

  /** Zooms to a range, in coarse buckets until its detail is loaded; undefined zooms out. */
  zoomTo(range: StepRange | undefined): void {
    this.zoom = range === undefined ? undefined : { range, last: this.bounds.to }
    if (range === undefined) {
      this.latestDetail = undefined
      this.schedulePublish()
    } else {
      this.scheduleRefine()
    }
  }

  private scheduleRefine(): void {
    const { range } = this
    if (range === undefined || this.isFine(range)) return
    // Not restarted by each change: a range that follows training changes constantly.
    this.refineTimer ??= setTimeout(() => {
      this.refineTimer = undefined
      void this.loadDetail()
    }, REFINE_DELAY_MS)
  }

  /** Returns true if the loaded buckets of the range are as fine as can be drawn. */
  private isFine(range: StepRange): boolean {
    const { latest, latestDetail } = this
    const detail = latestDetail ?? emptySeries()
    const covered = detail.first <= range.from && lastStep(detail) >= range.to
    const shown = slice(covered ? detail : latest, range.from, range.to)
    const fineEnough = Math.max(1, (2 * widthOf(range)) / this.buckets)
    return Math.max(0, ...spans(shown)) <= fineEnough
  }

  private async loadDetail(): Promise<void> {
    const { range } = this
    if (range === undefined) return
    const wanted = withMargin(range)
    const reply = await this.detailLoader.load(wanted)
    if (reply === undefined) return
    if ('error' in reply) return void (this.error = reply.error)
    if (this.range === undefined) return
    const { series } = reply
    const known = lastStep(this.latest)
    // Adds steps trained since the request if the range extends to the newest step.
    const tail = wanted.to < known ? [] : [slice(this.latest, lastStep(series) + 1, known)]
    this.latestDetail = join([series, ...tail])
    this.schedulePublish()
  }

  private schedulePublish(): void {
    if (this.framePending) return
    this.framePending = true
    this.schedule(() => {
      this.framePending = false
      this.publish()
    }, this.frameInterval())
  }

  private publish(): void {
    this.whole = this.latest
    this.detail = this.latestDetail
    this.scheduleRefine()
  }

  private frameInterval(): number {
    return widthOf(this.range ?? this.bounds) > LONG_RANGE_STEPS
      ? LONG_RANGE_INTERVAL_MS
      : FRAME_INTERVAL_MS
  }
}

const limitBuckets = (series: Series): Series =>
  series.step.length > MAX_BUCKETS ? rebucket(series, BUCKETS) : series
