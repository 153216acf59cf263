import { problemError, toReport } from '../../../contract/errors'
import type { RunConfig, StartStage } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'
import type { TrainerEvent } from '../../../contract/trainer'
import { metricsFile } from '../../storage/runs/paths'
import { LiveRun } from './live-run'
import type { LiveRunParts } from './live-run'
import { trackingStage, newStart } from './run-start'
import type { Starting } from './run-start'
import type { MetricsCache } from '../metrics/metrics-cache'
import type { ResumeRequest } from './resume-job'
import type { StartedRun, Studio, Watch } from '../studio'

export interface RegistryParts extends LiveRunParts {
  studio: Studio
  metrics: MetricsCache
}

/** A request for a new run. */
interface NewRun {
  name: string
  config: RunConfig
  /** Another run's id, and the step of one of its checkpoints, to start from. */
  from?: { run: string; step: number } | undefined
}

/** The runs that this studio trains: one live session per run, any number of runs. */
export class RunRegistry {
  private readonly live = new Map<string, LiveRun>()
  private readonly ends = new Map<string, Promise<void>>()
  /** Starts in progress; that of a new run has no id at first. */
  private readonly starting = new Set<Starting>()
  /** Runs with an exclusive operation in progress; if it is a start, with its state. */
  private readonly claimed = new Map<string, Starting | undefined>()

  constructor(private readonly parts: RegistryParts) {}

  get(id: string): LiveRun | undefined {
    return this.live.get(id)
  }

  /** True if a run is live, starting or otherwise in use by this studio. */
  has(id: string): boolean {
    return this.live.has(id) || this.claimed.has(id)
  }

  /** True if a run is live or starting. */
  get busy(): boolean {
    return this.live.size > 0 || this.starting.size > 0
  }

  /** The current stage of a run's start; null if it is not starting. */
  startStage(id: string): StartStage | null {
    return this.claimed.get(id)?.stage ?? null
  }

  /** @throws StudioError `usage` if the run is not live in this process */
  need(id: string): LiveRun {
    const live = this.live.get(id)
    if (live !== undefined) return live
    throw problemError('usage', 'runNotTraining', { id })
  }

  /**
   * Runs `work` with exclusive access to a run that is not live.
   *
   * @throws StudioError `usage` if the run is live, starting, or otherwise in use
   */
  async claim<T>(id: string, work: () => Promise<T>): Promise<T> {
    this.reserve(id, undefined)
    try {
      return await work()
    } finally {
      this.claimed.delete(id)
    }
  }

  /** Creates a run and trains it. @param onCreated called with its id before it starts */
  async train(
    { name, config, from }: NewRun,
    onCreated: (id: string) => void = () => undefined,
  ): Promise<RunSummary> {
    const { studio } = this.parts
    const starting = newStart()
    let created: string | undefined
    const claim: Watch['onCreated'] = ({ run }) => {
      created = run.id
      this.claimed.set(run.id, starting)
      this.publishStage(run.id)
      onCreated(run.id)
    }
    try {
      const start = (watch: Watch) => {
        const tracked = trackingStage(starting, watch, () => this.publishStage(created))
        return studio.train(config, name, { ...tracked, onCreated: claim }, from)
      }
      return (await this.begin(starting, start)).summary
    } catch (error) {
      const id = created
      // A run that failed to start has been deleted.
      if (id !== undefined) await this.publishEnd(id)
      throw error
    } finally {
      if (created !== undefined) this.claimed.delete(created)
    }
  }

  /** Creates a run and starts it. @returns its summary as soon as it is created */
  async create(request: NewRun): Promise<RunSummary> {
    const { hub, publisher } = this.parts
    let onCreated: (id: string) => void = () => undefined
    const created = new Promise<string>((resolve) => (onCreated = resolve))
    const training = this.train(request, onCreated)
    const id = await Promise.race([created, training.then((summary) => summary.id)])
    // If it cannot be read, the start has failed, and its error says why.
    const summary = await publisher.publishCurrent(id).catch(() => training)
    training.catch((error: unknown) => {
      // Send the event after the reply, since the page needs the id from the reply.
      setImmediate(() => hub.emit({ type: 'startFailed', id, error: toReport(error) }))
    })
    return summary
  }

  /** Resumes a run from its newest usable checkpoint. */
  async resume(id: string, dir: string, request: ResumeRequest = {}): Promise<RunSummary> {
    const starting = newStart()
    this.reserve(id, starting)
    this.publishStage(id)
    try {
      const start = (watch: Watch) => {
        const tracked = trackingStage(starting, watch, () => this.publishStage(id))
        return this.parts.studio.resume(dir, tracked, request)
      }
      return (await this.begin(starting, start)).summary
    } catch (error) {
      this.claimed.delete(id)
      await this.publishEnd(id)
      throw error
    } finally {
      this.claimed.delete(id)
    }
  }

  /** Ends a session with a checkpoint, or cancels a start. @returns the step it stopped at */
  async stop(id: string): Promise<number> {
    const starting = this.claimed.get(id)
    if (starting !== undefined) {
      starting.controller.abort()
      await starting.done
      // It may have started just before it was cancelled.
      if (!this.live.has(id)) return 0
    }
    const outcome = await this.need(id).session.stop()
    await this.ends.get(id)
    return outcome.step
  }

  /**
   * Kills the trainer of a session that does not respond to being stopped.
   *
   * @returns the step reached
   */
  async end(id: string): Promise<number> {
    const outcome = await this.need(id).session.killUnresponsive()
    await this.ends.get(id)
    return outcome.step
  }

  /**
   * Stops every session and start, and waits for all of them.
   *
   * @param seconds how long a trainer may take to save and end before it is killed
   * @returns the runs whose trainers had to be killed
   */
  async stopAll(seconds: number): Promise<RunSummary[]> {
    for (const { controller } of this.starting) controller.abort()
    await Promise.all([...this.starting].map(({ done }) => done))
    const stopping = [...this.live.values()]
    await Promise.all(stopping.map(({ session }) => session.stopWithin(seconds)))
    await Promise.all(this.ends.values())
    return stopping.filter(({ session }) => session.hung).map(({ summary }) => summary)
  }

  /** Publishes the run's current summary, or its removal if its folder has been deleted. */
  private async publishEnd(id: string): Promise<void> {
    const { publisher } = this.parts
    await publisher.publishCurrent(id).catch(() => publisher.publishRemoved(id))
  }

  private publishStage(id: string | undefined): void {
    if (id === undefined) return
    void this.parts.publisher.publishCurrent(id).catch(() => undefined)
  }

  private reserve(id: string, starting: Starting | undefined): void {
    if (this.live.has(id)) {
      throw problemError('usage', 'runTraining', { id })
    }
    if (this.claimed.has(id)) {
      throw problemError('usage', 'runBusy', { id })
    }
    this.claimed.set(id, starting)
  }

  private async begin(
    starting: Starting,
    start: (watch: Watch) => Promise<StartedRun>,
  ): Promise<LiveRun> {
    const { signal } = starting.controller
    const live = this.startLive(signal, start)
    starting.done = live.catch(() => undefined)
    this.starting.add(starting)
    try {
      return await live
    } catch (error) {
      if (!signal.aborted) throw error
      throw problemError('usage', 'startCalledOff', {}, { cause: error })
    } finally {
      this.starting.delete(starting)
    }
  }

  private async startLive(
    signal: AbortSignal,
    start: (watch: Watch) => Promise<StartedRun>,
  ): Promise<LiveRun> {
    // Events may arrive before the run has been published as live; they must be published after
    // that.
    const early: TrainerEvent[] = []
    let handle = (event: TrainerEvent): void => void early.push(event)
    const started = await start({ signal, onEvent: (event) => handle(event) })
    const live = await LiveRun.of(started, this.parts).catch(async (error: unknown) => {
      await started.session.kill()
      throw error
    })
    this.parts.metrics.forget(metricsFile(live.dir))
    this.live.set(live.id, live)
    this.parts.publisher.publish(live.summary)
    live.publishActivity()
    handle = (event) => live.handleEvent(event)
    early.forEach(handle)
    this.parts.sizes.refresh(live.id, live.dir)
    this.ends.set(live.id, this.follow(live))
    return live
  }

  /** Follows a session to its end. */
  private async follow(live: LiveRun): Promise<void> {
    // If the end could not be recorded, the activity has the error.
    await live.session.outcome.catch(() => undefined)
    await live.flush()
    this.live.delete(live.id)
    this.parts.metrics.forget(metricsFile(live.dir))
    // If the run's folder has been deleted in the meantime, so has the run.
    await this.publishEnd(live.id)
    this.parts.sizes.refresh(live.id, live.dir)
    this.ends.delete(live.id)
  }
}
