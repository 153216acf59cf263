import { problemError, toReport } from '../../../contract/errors'
import type { RunConfig, StartStage } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'
import type { TrainerEvent } from '../../../contract/trainer'
import { metricsFile } from '../../storage/runs/paths'
import { LiveRun } from './live-run'
import type { LiveRunParts } from './live-run'
import { heeding, newStart } from './run-start'
import type { Starting } from './run-start'
import type { MetricsCache } from '../metrics/metrics-cache'
import type { ResumeRequest } from './resume-job'
import type { StartedRun, Studio, Watch } from '../studio'

export interface RegistryParts extends LiveRunParts {
  studio: Studio
  metrics: MetricsCache
}

/** What a new run is asked to be. */
interface NewRun {
  name: string
  config: RunConfig
  /** Another run's id, and the step of one of its checkpoints, to start from. */
  from?: { run: string; step: number } | undefined
}

/** The runs that this studio trains: one live session each, and as many of them as a person starts. */
export class RunRegistry {
  private readonly live = new Map<string, LiveRun>()
  private readonly ends = new Map<string, Promise<void>>()
  /** Starts under way; a new run's has no id at first. */
  private readonly starting = new Set<Starting>()
  /** Runs that something is being done with that allows nothing else. */
  private readonly claimed = new Map<string, Starting | undefined>()

  constructor(private readonly parts: RegistryParts) {}

  get(id: string): LiveRun | undefined {
    return this.live.get(id)
  }

  /** Whether a run is live or about to be. */
  get busy(): boolean {
    return this.live.size > 0 || this.starting.size > 0
  }

  /** How far the start of a run is that does not train yet; null where none is under way. */
  startStage(id: string): StartStage | null {
    return this.claimed.get(id)?.stage ?? null
  }

  /** @throws StudioError `usage` when the run is not live here */
  need(id: string): LiveRun {
    const live = this.live.get(id)
    if (live !== undefined) return live
    throw problemError('usage', 'runNotTraining', { id })
  }

  /**
   * Keeps everything else from a run that is not live while `work` has it.
   *
   * @throws StudioError `usage` when it is live, starting, or another has it
   */
  async claim<T>(id: string, work: () => Promise<T>): Promise<T> {
    this.take(id, undefined)
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
    const { studio, news } = this.parts
    const starting = newStart()
    let created: string | undefined
    const claim: Watch['onCreated'] = ({ run }) => {
      created = run.id
      this.claimed.set(run.id, starting)
      this.tellStage(run.id)
      onCreated(run.id)
    }
    try {
      const start = (watch: Watch) => {
        const heard = heeding(starting, watch, () => this.tellStage(created))
        return studio.train(config, name, { ...heard, onCreated: claim }, from)
      }
      return (await this.begin(starting, start)).summary
    } catch (error) {
      const id = created
      // One that never began is gone again.
      if (id !== undefined) await news.announce(id).catch(() => news.removed(id))
      throw error
    } finally {
      if (created !== undefined) this.claimed.delete(created)
    }
  }

  /** Creates a run and starts it. @returns its summary as soon as it is created */
  async create(asked: NewRun): Promise<RunSummary> {
    const { hub, news } = this.parts
    let onCreated: (id: string) => void = () => undefined
    const created = new Promise<string>((resolve) => (onCreated = resolve))
    const training = this.train(asked, onCreated)
    const id = await Promise.race([created, training.then((summary) => summary.id)])
    // One that cannot be read has failed to start, and says why.
    const summary = await news.announce(id).catch(() => training)
    training.catch((error: unknown) => {
      // After the answer, which tells the page what the event is about.
      setImmediate(() => hub.emit({ type: 'startFailed', id, error: toReport(error) }))
    })
    return summary
  }

  /** Resumes a run from its newest usable checkpoint. */
  async resume(id: string, dir: string, asked: ResumeRequest = {}): Promise<RunSummary> {
    const starting = newStart()
    this.take(id, starting)
    this.tellStage(id)
    try {
      const start = (watch: Watch) => {
        const heard = heeding(starting, watch, () => this.tellStage(id))
        return this.parts.studio.resume(dir, heard, asked)
      }
      return (await this.begin(starting, start)).summary
    } catch (error) {
      this.claimed.delete(id)
      await this.parts.news.announce(id).catch(() => undefined)
      throw error
    } finally {
      this.claimed.delete(id)
    }
  }

  /** Ends a session with a checkpoint, or cancels a start. @returns the step it stopped at */
  async stop(id: string): Promise<number> {
    const starting = this.claimed.get(id)
    if (starting !== undefined) {
      starting.callOff.abort()
      await starting.over
      // It may have begun at that very moment.
      if (!this.live.has(id)) return 0
    }
    const outcome = await this.need(id).session.stop()
    await this.ends.get(id)
    return outcome.step
  }

  /** Kills the trainer of a session that does not answer being stopped. @returns the step reached */
  async end(id: string): Promise<number> {
    const outcome = await this.need(id).session.endHung()
    await this.ends.get(id)
    return outcome.step
  }

  /**
   * Stops every session and start, and waits for all of them.
   *
   * @param seconds what a trainer may take to save and end before it is killed
   * @returns the runs whose trainers had to be
   */
  async stopAll(seconds: number): Promise<RunSummary[]> {
    for (const { callOff } of this.starting) callOff.abort()
    await Promise.all([...this.starting].map(({ over }) => over))
    const stopping = [...this.live.values()]
    await Promise.all(stopping.map(({ session }) => session.stopWithin(seconds)))
    await Promise.all(this.ends.values())
    return stopping.filter(({ session }) => session.hasHung).map(({ summary }) => summary)
  }

  private tellStage(id: string | undefined): void {
    if (id === undefined) return
    void this.parts.news.announce(id).catch(() => undefined)
  }

  private take(id: string, starting: Starting | undefined): void {
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
    const { signal } = starting.callOff
    const going = this.bringToLife(signal, start)
    starting.over = going.catch(() => undefined)
    this.starting.add(starting)
    try {
      return await going
    } catch (error) {
      if (!signal.aborted) throw error
      throw problemError('usage', 'startCalledOff', {}, { cause: error })
    } finally {
      this.starting.delete(starting)
    }
  }

  private async bringToLife(
    signal: AbortSignal,
    start: (watch: Watch) => Promise<StartedRun>,
  ): Promise<LiveRun> {
    // The first events may come before the run is known to be live, and must follow that news.
    const early: TrainerEvent[] = []
    let hear = (event: TrainerEvent): void => void early.push(event)
    const started = await start({ signal, onEvent: (event) => hear(event) })
    const live = await LiveRun.of(started, this.parts).catch(async (error: unknown) => {
      await started.session.kill()
      throw error
    })
    this.parts.metrics.forget(metricsFile(live.dir))
    this.live.set(live.id, live)
    this.parts.news.tell(live.summary)
    live.tellActivity()
    hear = (event) => live.hear(event)
    early.forEach(hear)
    this.parts.sizes.refresh(live.id, live.dir)
    this.ends.set(live.id, this.follow(live))
    return live
  }

  /** Follows a session to its end. */
  private async follow(live: LiveRun): Promise<void> {
    // What could not be recorded stands in the activity.
    await live.session.outcome.catch(() => undefined)
    await live.settled()
    this.live.delete(live.id)
    this.parts.metrics.forget(metricsFile(live.dir))
    // A run whose folder has gone meanwhile is gone.
    await this.parts.news.announce(live.id).catch(() => this.parts.news.removed(live.id))
    this.parts.sizes.refresh(live.id, live.dir)
    this.ends.delete(live.id)
  }
}
