import { problemError, toReport } from '../../../contract/errors'
import type { RunConfig, StartStage } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'
import type { LiveRun } from './live-run'
import { LiveRuns } from './live-runs'
import type { LiveRunsParts, OnEnded } from './live-runs'
import { trackingStage, newStart } from './run-start'
import type { Starting } from './run-start'
import type { ResumeRequest } from './resume-job'
import type { StartedRun, Watch } from './started-run'
import type { Studio } from '../studio'

export interface RegistryParts extends LiveRunsParts {
  studio: Studio
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
  private readonly live: LiveRuns
  /** Starts in progress; that of a new run has no id at first. */
  private readonly starting = new Set<Starting>()
  /** Runs with an exclusive operation in progress; if it is a start, with its state. */
  private readonly claimed = new Map<string, Starting | undefined>()

  constructor(private readonly parts: RegistryParts) {
    this.live = new LiveRuns(parts)
  }

  get(id: string): LiveRun | undefined {
    return this.live.get(id)
  }

  /** True if a run is live, starting or otherwise in use by this studio. */
  has(id: string): boolean {
    return this.live.get(id) !== undefined || this.claimed.has(id)
  }

  /** The runs that are live. */
  get all(): LiveRun[] {
    return this.live.all
  }

  /** How many runs are live or starting. */
  get count(): number {
    return this.live.size + this.starting.size
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
    return this.live.need(id)
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
      if (id !== undefined) await this.parts.publisher.publishEnd(id)
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
    return (await this.begins(id, dir, request)).summary
  }

  /** Like {@link resume}. @returns the live run, to be followed to its end */
  async begins(id: string, dir: string, request: ResumeRequest): Promise<LiveRun> {
    const starting = newStart()
    this.reserve(id, starting)
    this.publishStage(id)
    try {
      const start = (watch: Watch) => {
        const tracked = trackingStage(starting, watch, () => this.publishStage(id))
        return this.parts.studio.resume(dir, tracked, request)
      }
      return await this.begin(starting, start)
    } catch (error) {
      this.claimed.delete(id)
      await this.parts.publisher.publishEnd(id)
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
      if (this.live.get(id) === undefined) return 0
    }
    return this.live.stop(id)
  }

  /**
   * Kills the trainer of a session that does not respond to being stopped.
   *
   * @returns the step reached
   */
  end(id: string): Promise<number> {
    return this.live.kill(id)
  }

  /**
   * Stops every session and start, and waits for all of them.
   *
   * @param seconds how long a trainer may take to save and end before it is killed
   * @param onEnded called for each run that was training when it has ended
   * @returns the runs whose trainers had to be killed
   */
  async stopAll(seconds: number, onEnded: OnEnded): Promise<RunSummary[]> {
    for (const { controller } of this.starting) controller.abort()
    await Promise.all([...this.starting].map(({ done }) => done))
    return this.live.stopAll(seconds, onEnded)
  }

  private publishStage(id: string | undefined): void {
    if (id === undefined) return
    void this.parts.publisher.publishCurrent(id).catch(() => undefined)
  }

  private reserve(id: string, starting: Starting | undefined): void {
    if (this.live.get(id) !== undefined) {
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
    const live = this.live.begin(signal, start)
    starting.done = live.catch(() => undefined)
    this.starting.add(starting)
    try {
      return await live
    } catch (error) {
      if (!signal.aborted) throw error
      throw problemError('usage', 'startCancelled', {}, { cause: error })
    } finally {
      this.starting.delete(starting)
    }
  }
}
