import { newestMetrics } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import type { RunSummary } from '../../../contract/summary'
import type { TrainerEvent } from '../../../contract/trainer'
import { metricsFile } from '../../storage/runs/paths'
import type { EventHub } from '../event-hub'
import { lastMetrics } from '../../storage/runs/last-metrics'
import type { RunNews } from './run-news'
import type { RunSession } from './run-session'
import type { RunSizes } from './run-sizes'
import { newestSample, summarise, summariseCheckpoints } from './run-summaries'
import type { StartedRun } from '../studio'

/** Points kept in memory until the trainer has written them to the log, within about a second. */
const MOST_RECENT = 4096

export interface LiveRunParts {
  hub: EventHub
  sizes: RunSizes
  news: RunNews
}

/** A run that trains here: what is known of it this very moment, told to the pages as it changes. */
export class LiveRun {
  readonly id: string
  readonly dir: string
  readonly session: RunSession
  private step: number
  private recent: Metrics[] = []
  private telling: Promise<void> = Promise.resolve()
  /** No step of this session has been reported yet. */
  private beforeFirstStep = true

  private constructor(
    private readonly started: StartedRun,
    private readonly parts: LiveRunParts,
    private latest: Metrics | null,
    private sample: number | null,
  ) {
    this.id = started.id
    this.dir = started.dir
    this.session = started.session
    this.step = started.overview.fromStep
  }

  /** @throws StudioError `storage` */
  static async of(started: StartedRun, parts: LiveRunParts): Promise<LiveRun> {
    const { dir, overview } = started
    const latest = await lastMetrics(metricsFile(dir), overview.fromStep)
    return new LiveRun(started, parts, latest, await newestSample(dir, overview.fromStep))
  }

  /** The newest points, which may not be in the log yet. */
  get unflushed(): readonly Metrics[] {
    return this.recent
  }

  get summary(): RunSummary {
    const { id, session, step, latest, sample, parts } = this
    const { stepsPerEpoch, totalSteps } = this.started.overview
    const { stepsPerSecond, trainedSeconds } = session
    const bytes = parts.sizes.of(id)
    const figures = { step, latest, sample, bytes, stepsPerSecond, trainedSeconds }
    const starting = this.beforeFirstStep && session.run.state === 'running' ? 'firstStep' : null
    return { ...summarise(session.run, figures), starting, stepsPerEpoch, totalSteps }
  }

  /** Tells the pages what happens to it, what has happened included. */
  tellActivity(): void {
    this.session.activity.listen((entry) =>
      this.parts.hub.emit({ type: 'log', id: this.id, entry }),
    )
  }

  /** Takes an event of the trainer; its last one counts when the process has ended. */
  hear(event: TrainerEvent): void {
    if (event.type === 'metrics') this.moved(event.points)
    if (event.type === 'sample') {
      this.sample = event.step
      this.parts.hub.emit({ type: 'sample', id: this.id, step: event.step })
    }
    if (event.type === 'checkpoint') this.tellCheckpoints()
    if (event.type === 'sample' || event.type === 'checkpoint') {
      this.parts.sizes.refresh(this.id, this.dir)
    }
  }

  /** @returns the step it holds still at */
  async pause(): Promise<number> {
    this.step = Math.max(this.step, await this.session.pause())
    return this.step
  }

  continue(): Promise<number> {
    return this.session.continue()
  }

  /** Waits until what was to be told has been told. */
  async settled(): Promise<void> {
    await this.telling
  }

  private moved(points: Metrics[]): void {
    const last = points.at(-1)
    if (last === undefined) return
    this.latest = newestMetrics(this.latest, points)
    this.step = last.step
    this.recent.push(...points)
    if (this.beforeFirstStep) {
      this.beforeFirstStep = false
      this.parts.news.tell(this.summary)
    }
    if (this.recent.length > 2 * MOST_RECENT) this.recent = this.recent.slice(-MOST_RECENT)
    const { stepsPerSecond, trainedSeconds } = this.session
    this.parts.hub.emit({ type: 'metrics', id: this.id, points, stepsPerSecond, trainedSeconds })
  }

  /** One list after the other, so that the last one told is the newest. */
  private tellCheckpoints(): void {
    this.telling = this.telling.then(async () => {
      // If the folder cannot be read now, its size is reported after the next checkpoint.
      const checkpoints = await summariseCheckpoints(this.dir).catch(() => undefined)
      if (checkpoints === undefined) return
      this.parts.hub.emit({ type: 'checkpoints', id: this.id, checkpoints })
    })
  }
}
