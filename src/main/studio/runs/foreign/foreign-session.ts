import fs from 'node:fs'
import { toLogEntry } from '../../../../contract/activity'
import type { ActivityLine } from '../../../../contract/activity'
import type { StudioEvent } from '../../../../contract/events'
import type { Metrics } from '../../../../contract/metrics/record'
import type { Run, Session } from '../../../../contract/run'
import { secondsIn } from '../../../../contract/sessions'
import { linesBySession } from '../../../../contract/session-lines'
import { unlessMissing } from '../../../disk/errno'
import { checkpointSteps } from '../../../storage/checkpoints/checkpoint-folders'
import { evaluationNames } from '../../../storage/evaluations/evaluation-files'
import { fileStamp } from '../../../storage/files/file-stamp'
import { readActivity } from '../../../storage/runs/activity-log'
import { activityFile, metricsFile } from '../../../storage/runs/paths'
import { listSamples } from '../../../storage/runs/samples'
import { summariseCheckpoints } from '../run-summaries'
import type { SessionFigures } from '../run-summaries'
import { MetricsTail } from './metrics-tail'
import { secondsSoFar, SessionSpeed } from './session-speed'

/** Sent again at the first poll, since a page may have loaded shortly before it. */
const RECENT = 20

/**
 * A session that another process trains, observed through the files it writes: its figures, and
 * what it has written since the last poll.
 */
export class ForeignSession {
  private readonly tail: MetricsTail
  private readonly speed = new SessionSpeed()
  private activity: { stamp: string; lines: ActivityLine[] } = { stamp: '', lines: [] }
  private loggedUpTo: string | undefined
  private lastSample: number | undefined
  /** The last step known. The log may be ahead of the step at which a killed run's end is recorded. */
  private reached = 0
  /** The steps of its checkpoints, and the names of its evaluations. */
  private checkpoints = ''

  constructor(
    private readonly dir: string,
    private readonly now: () => number = Date.now,
  ) {
    this.tail = new MetricsTail(metricsFile(dir))
  }

  /**
   * @param run stored as running or paused @param latest the last metrics in its log
   * @throws StudioError `storage`
   */
  async figures(run: Run, latest: Metrics | null): Promise<SessionFigures> {
    const session = run.sessions.at(-1)
    if (session === undefined) return { step: 0, stepsPerSecond: null, trainedSeconds: null }
    const paused = run.state === 'paused'
    const lines = await this.linesOf(run)
    const step = Math.max(session.fromStep, latest?.step ?? 0)
    const trainedSeconds = secondsSoFar(session, paused, lines, this.now())
    await this.measure(step, paused)
    const average = step > session.fromStep ? (step - session.fromStep) / trainedSeconds : NaN
    const speed = this.speed.stepsPerSecond ?? average
    return { step, stepsPerSecond: Number.isFinite(speed) ? speed : null, trainedSeconds }
  }

  /**
   * Returns events for what was written since the last poll, as the session's own host would send.
   *
   * @throws StudioError `storage`
   */
  async news(run: Run, figures: SessionFigures): Promise<StudioEvent[]> {
    const { id } = run
    const { step, stepsPerSecond, trainedSeconds } = figures
    const points = await this.tail.read()
    this.reached = Math.max(this.reached, step, points.at(-1)?.step ?? 0)
    return [
      ...(points.length === 0 || trainedSeconds === null
        ? []
        : [{ type: 'metrics' as const, id, points, stepsPerSecond, trainedSeconds }]),
      ...(await this.newSamples()).map((step) => ({ type: 'sample' as const, id, step })),
      ...(await this.newCheckpoints(id)),
      ...(await this.newEntries(run)),
    ]
  }

  /**
   * Returns events for what the session wrote between the last poll and its end.
   *
   * @throws StudioError `storage`
   */
  lastNews(run: Run): Promise<StudioEvent[]> {
    const last = run.sessions.slice(-1)
    const step = last[0]?.toStep ?? 0
    return this.news(run, { step, stepsPerSecond: null, trainedSeconds: secondsIn(last) })
  }

  private async measure(step: number, paused: boolean): Promise<void> {
    const stats = await unlessMissing(fs.promises.stat(metricsFile(this.dir)))
    if (paused) this.speed.reset()
    else if (stats !== undefined) this.speed.reached(step, stats.mtimeMs)
  }

  /** Samples of later steps belong to an abandoned branch, or their metrics follow. */
  private async newSamples(): Promise<number[]> {
    const all = (await listSamples(this.dir)).filter((sample) => sample <= this.reached)
    const { lastSample } = this
    this.lastSample = all.at(-1) ?? lastSample
    return lastSample === undefined
      ? all.slice(-RECENT)
      : all.filter((sample) => sample > lastSample)
  }

  private async newCheckpoints(id: string): Promise<StudioEvent[]> {
    const steps = await checkpointSteps(this.dir)
    const files = [...steps, ...(await evaluationNames(this.dir))].join()
    if (files === this.checkpoints) return []
    const checkpoints = await summariseCheckpoints(this.dir)
    this.checkpoints = files
    return [{ type: 'checkpoints', id, checkpoints }]
  }

  private async newEntries(run: Run): Promise<StudioEvent[]> {
    const lines = await this.linesOf(run)
    const { loggedUpTo } = this
    this.loggedUpTo = lines.at(-1)?.at ?? loggedUpTo
    const fresh =
      loggedUpTo === undefined ? lines.slice(-RECENT) : lines.filter(({ at }) => at > loggedUpTo)
    return fresh.flatMap((line) => {
      const entry = toLogEntry(line)
      return entry === undefined ? [] : [{ type: 'log' as const, id: run.id, entry }]
    })
  }

  /** The activity of the last session; the log is read only after it has changed. */
  private async linesOf({ sessions }: { sessions: readonly Session[] }): Promise<ActivityLine[]> {
    const stamp = await fileStamp(activityFile(this.dir))
    if (stamp !== this.activity.stamp) {
      this.activity = { stamp, lines: await readActivity(this.dir) }
    }
    return linesBySession(sessions, this.activity.lines).at(-1) ?? []
  }
}
