import { problemError } from '../../../contract/errors'
import type { RunSummary } from '../../../contract/summary'
import type { TrainerEvent } from '../../../contract/trainer'
import { metricsFile } from '../../storage/runs/paths'
import type { MetricsCache } from '../metrics/metrics-cache'
import { LiveRun } from './live-run'
import type { LiveRunParts } from './live-run'
import type { RunOutcome } from './session-record'
import type { StartedRun, Watch } from './started-run'

/** Called with the name of a run whose session has ended. */
export type OnEnded = (name: string, outcome: RunOutcome) => void

export interface LiveRunsParts extends LiveRunParts {
  metrics: MetricsCache
}

/** The sessions in progress in this studio, from the start of training until their end is recorded. */
export class LiveRuns {
  private readonly live = new Map<string, LiveRun>()
  private readonly ends = new Map<string, Promise<void>>()

  constructor(private readonly parts: LiveRunsParts) {
    // Evaluations come from the run's own measurements and from requests of pages.
    parts.hub.observe((event) => {
      if (event.type === 'evaluation') this.live.get(event.id)?.evaluated(event.evaluation)
    })
  }

  get(id: string): LiveRun | undefined {
    return this.live.get(id)
  }

  get all(): LiveRun[] {
    return [...this.live.values()]
  }

  get size(): number {
    return this.live.size
  }

  /** @throws StudioError `usage` if the run is not live in this process */
  need(id: string): LiveRun {
    const live = this.live.get(id)
    if (live !== undefined) return live
    throw problemError('usage', 'runNotTraining', { id })
  }

  /** Starts training, publishes the run as live, and follows it to its end. */
  async begin(signal: AbortSignal, start: (watch: Watch) => Promise<StartedRun>): Promise<LiveRun> {
    // Events may arrive before the run has been published as live; they must be published after
    // that.
    const early: TrainerEvent[] = []
    let handle = (event: TrainerEvent): void => void early.push(event)
    let id = ''
    // Set once the run is live.
    const published: { run?: LiveRun } = {}
    const { hub } = this.parts
    const started = await start({
      signal,
      onEvent: (event) => handle(event),
      // Measurements that an earlier session missed are due as soon as this one has started.
      onStarted: ({ run }) => {
        id = run.id
        return Promise.resolve()
      },
      onEvaluated: ({ evaluation, reused }) => {
        hub.emit({ type: 'evaluation', id, evaluation, reused })
        published.run?.publishCheckpoints()
      },
      onDeleted: () => published.run?.deleted(),
      // At the end, and before the run is live, its summary is published anyway.
      onAlarm: () => void this.parts.publisher.publishCurrent(id).catch(() => undefined),
      onHardware: (sample) => hub.emit({ type: 'hardware', id, sample }),
      onPending: (step, progress) =>
        hub.emit({ type: 'measuring', measurement: null, id, step, progress }),
      // The evaluation has its own event, and failures are in the run's activity.
      onSettled: (step) =>
        hub.emit({
          ...{ type: 'measuringEnded', measurement: null, id, step },
          ...{ evaluation: null, reused: false, error: null },
        }),
    })
    id = started.id
    const live = await LiveRun.of(started, this.parts).catch(async (error: unknown) => {
      await started.session.kill()
      throw error
    })
    this.parts.metrics.forget(metricsFile(live.dir))
    this.live.set(live.id, live)
    published.run = live
    this.parts.publisher.publish(live.summary)
    live.publishActivity()
    handle = (event) => live.handleEvent(event)
    early.forEach(handle)
    this.parts.sizes.refresh(live.id, live.dir)
    this.ends.set(live.id, this.follow(live))
    return live
  }

  /** Ends a session with a checkpoint. @returns the step it stopped at */
  async stop(id: string): Promise<number> {
    const outcome = await this.need(id).session.stop()
    await this.ends.get(id)
    return outcome.step
  }

  /**
   * Kills the trainer of a session that does not respond to being stopped.
   *
   * @returns the step reached
   */
  async kill(id: string): Promise<number> {
    const outcome = await this.need(id).session.killUnresponsive()
    await this.ends.get(id)
    return outcome.step
  }

  /**
   * Stops every session and waits for all of them.
   *
   * @param seconds how long a trainer may take to save and end before it is killed
   * @param onEnded called for each run as soon as its session's end is recorded
   * @returns the runs whose trainers had to be killed
   */
  async stopAll(seconds: number, onEnded: OnEnded): Promise<RunSummary[]> {
    const stopping = [...this.live.values()]
    await Promise.all(
      stopping.map(async ({ session }) => {
        await session.stopWithin(seconds)
        // If the end could not be recorded, the activity has the error.
        const outcome = await session.outcome.catch(() => undefined)
        if (outcome !== undefined) onEnded(session.run.name, outcome)
      }),
    )
    await Promise.all(this.ends.values())
    return stopping.filter(({ session }) => session.hung).map(({ summary }) => summary)
  }

  /** Follows a session to its end. */
  private async follow(live: LiveRun): Promise<void> {
    // If the end could not be recorded, the activity has the error.
    await live.session.outcome.catch(() => undefined)
    await live.flush()
    this.live.delete(live.id)
    this.parts.metrics.forget(metricsFile(live.dir))
    // If the run's folder has been deleted in the meantime, so has the run.
    await this.parts.publisher.publishEnd(live.id)
    this.parts.sizes.refresh(live.id, live.dir)
    this.ends.delete(live.id)
  }
}
