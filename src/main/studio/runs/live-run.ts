import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { newerQuality, qualityOf } from '../../../contract/evaluations/run-quality'
import type { RunQuality } from '../../../contract/evaluations/run-quality'
import { newestMetrics } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import type { RunSummary } from '../../../contract/summary'
import type { TrainerEvent } from '../../../contract/trainer'
import { newestQuality } from '../../storage/evaluations/evaluations'
import { metricsFile } from '../../storage/runs/paths'
import type { EventHub } from '../event-hub'
import { lastMetrics } from '../../storage/runs/last-metrics'
import type { RunPublisher } from './run-publisher'
import type { RunSession } from './run-session'
import type { RunSizes } from './run-sizes'
import { newestSample, summarise, summariseCheckpoints } from './run-summaries'
import type { StartedRun } from './started-run'

/**
 * Maximum number of points kept in memory; the trainer writes points to the log within about a
 * second.
 */
const MAX_RECENT = 4096

export interface LiveRunParts {
  hub: EventHub
  sizes: RunSizes
  publisher: RunPublisher
}

/**
 * A run being trained in this process. Keeps its current figures and publishes them as they change.
 */
export class LiveRun {
  readonly id: string
  readonly dir: string
  readonly session: RunSession
  private step: number
  private recent: Metrics[] = []
  private publishing: Promise<void> = Promise.resolve()
  /** No step of this session has been reported yet. */
  private beforeFirstStep = true

  private constructor(
    private readonly started: StartedRun,
    private readonly parts: LiveRunParts,
    private latest: Metrics | null,
    private sample: number | null,
    private quality: RunQuality | null,
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
    const sample = await newestSample(dir, overview.fromStep)
    const quality = await newestQuality(dir, overview.fromStep)
    return new LiveRun(started, parts, latest, sample, quality)
  }

  /** The newest points, which may not have been written to the log yet. */
  get recentPoints(): readonly Metrics[] {
    return this.recent
  }

  get summary(): RunSummary {
    const { id, session, step, latest, sample, quality, parts } = this
    const { stepsPerEpoch, totalSteps } = this.started.overview
    const { stepsPerSecond, trainedSeconds } = session
    const bytes = parts.sizes.of(id)
    const figures = { step, latest, quality, sample, bytes, stepsPerSecond, trainedSeconds }
    const starting = this.beforeFirstStep && session.run.state === 'running' ? 'firstStep' : null
    return { ...summarise(session.run, figures), starting, stepsPerEpoch, totalSteps }
  }

  /** Resolves when the last images of an ended session have been measured. */
  async measured(): Promise<void> {
    await this.started.measurements?.done()
  }

  /** Updates the run after an evaluation was stored. */
  evaluated(evaluation: Evaluation): void {
    this.quality = newerQuality(this.quality, qualityOf(evaluation))
    this.session.retention.evaluated(evaluation)
  }

  /** Publishes the session's activity, including earlier entries. */
  publishActivity(): void {
    this.session.activity.listen((entry) =>
      this.parts.hub.emit({ type: 'log', id: this.id, entry }),
    )
  }

  /** Publishes the checkpoints after some were deleted, even if the session has ended since. */
  deleted(): void {
    this.publishCheckpoints()
    this.parts.sizes.refresh(this.id, this.dir)
  }

  /**
   * Handles an event of the trainer. The end of the run is published separately, once the process
   * has exited.
   */
  handleEvent(event: TrainerEvent): void {
    if (event.type === 'metrics') this.addPoints(event.points)
    if (event.type === 'sample') {
      this.sample = event.step
      this.parts.hub.emit({ type: 'sample', id: this.id, step: event.step })
    }
    if (event.type === 'checkpoint') this.publishCheckpoints()
    if (event.type === 'sample' || event.type === 'checkpoint') {
      this.parts.sizes.refresh(this.id, this.dir)
    }
  }

  /** @returns the step at which training paused */
  async pause(): Promise<number> {
    this.step = Math.max(this.step, await this.session.pause())
    return this.step
  }

  continue(): Promise<number> {
    return this.session.continue()
  }

  /** Waits until all pending events have been published. */
  async flush(): Promise<void> {
    await this.publishing
  }

  private addPoints(points: Metrics[]): void {
    const last = points.at(-1)
    if (last === undefined) return
    this.latest = newestMetrics(this.latest, points)
    this.step = last.step
    this.recent.push(...points)
    if (this.beforeFirstStep) {
      this.beforeFirstStep = false
      this.parts.publisher.publish(this.summary)
    }
    if (this.recent.length > 2 * MAX_RECENT) this.recent = this.recent.slice(-MAX_RECENT)
    const { stepsPerSecond, trainedSeconds } = this.session
    this.parts.hub.emit({ type: 'metrics', id: this.id, points, stepsPerSecond, trainedSeconds })
  }

  /** Publishes lists of checkpoints one at a time, so that the newest comes last. */
  publishCheckpoints(): void {
    this.publishing = this.publishing.then(async () => {
      const fids = this.session.retention.measured?.list
      // If the folder cannot be read now, the list is published after the next checkpoint.
      const checkpoints = await summariseCheckpoints(this.dir, fids).catch(() => undefined)
      if (checkpoints === undefined) return
      this.parts.hub.emit({ type: 'checkpoints', id: this.id, checkpoints })
    })
  }
}
