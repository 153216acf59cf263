import { SvelteMap } from 'svelte/reactivity'
import type { AnnotationsChange } from '../../contract/annotations'
import type { DeletedRun } from '../../contract/deleted-run'
import type { CommandReply, CommandRequest } from '../../contract/api'
import { toReport } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import { newerQuality, qualityOf } from '../../contract/evaluations/run-quality'
import type { StudioEvent } from '../../contract/events'
import { newestMetrics } from '../../contract/metrics/record'
import { isLive } from '../../contract/run'
import type { RunConfig } from '../../contract/run'
import type { StudioClient } from '../../contract/rpc'
import type { RunSummary } from '../../contract/summary'
import type { Connection } from './connection.svelte'
import { inUse, missingIds } from './run-figures'

type BrokenRun = CommandReply<'runs.list'>['broken'][number]

/** The request for a new run; `from` is a checkpoint of another run to start from. */
export interface NewRun {
  name: string
  config: RunConfig
  from?: CommandRequest<'runs.train'>['from']
}

/** Summaries of all runs, kept up to date by the host's events. */
export class Runs {
  private readonly byId = new SvelteMap<string, RunSummary>()
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  broken = $state.raw<readonly BrokenRun[]>([])
  readonly all = $derived([...this.byId.values()])
  readonly live = $derived(this.all.filter(({ state }) => isLive(state)))
  /** Runs that are live or starting, here or in another process. */
  readonly active = $derived(this.all.filter(inUse))

  /** By run id: callbacks for failed starts that this page requested. */
  private readonly starts = new SvelteMap<string, (error: ErrorReport) => void>()
  private loads = 0
  /** Events received while the list was loading, which may be newer than the list. */
  private queued: StudioEvent[] | null = null

  constructor(
    private readonly client: StudioClient,
    connection: Connection,
    private readonly report: (error: unknown) => void,
  ) {
    connection.onSync(() => void this.load())
    connection.onEvent((event) => {
      this.queued?.push(event)
      this.apply(event)
    })
  }

  get(id: string): RunSummary | undefined {
    return this.byId.get(id)
  }

  async load(): Promise<void> {
    const mine = ++this.loads
    this.queued = []
    try {
      const { runs, broken } = await this.client.call('runs.list', {})
      if (mine !== this.loads) return
      this.replace(runs)
      this.broken = broken
      for (const event of this.queued) this.apply(event)
      this.status = 'ready'
    } catch (error) {
      if (mine !== this.loads) return
      if (this.status === 'loading') this.status = 'failed'
      this.report(error)
    }
    this.queued = null
  }

  /**
   * Creates a run and starts it.
   *
   * @param failed called once if the start fails
   * @throws StudioError if the run cannot be created
   */
  async train(
    { name, config, from }: NewRun,
    failed: (error: ErrorReport) => void,
  ): Promise<RunSummary> {
    const origin = from === undefined ? {} : { from }
    const request = { name, config, ...origin, answer: 'created' } as const
    const run = await this.client.call('runs.train', request)
    this.starts.set(run.id, failed)
    // An event may already have delivered newer data.
    if (!this.byId.has(run.id)) this.byId.set(run.id, run)
    return run
  }

  /** @returns whether the host accepted the name */
  async rename(id: string, name: string): Promise<boolean> {
    return this.attempt(async () => {
      const run = await this.client.call('runs.rename', { id, name })
      this.byId.set(id, run)
    })
  }

  /** Changes the annotations of a run. @returns whether the host accepted the change */
  async annotate(id: string, change: AnnotationsChange): Promise<boolean> {
    return this.attempt(async () => {
      const run = await this.client.call('runs.annotate', { id, change })
      this.byId.set(id, run)
    })
  }

  /**
   * Moves a run to the trash; {@link restore} undoes it.
   *
   * @param confirm asks whether to delete it while its images are being measured
   * @returns its entry in the trash; undefined if the host or the user refused
   */
  async remove(id: string, confirm: () => Promise<boolean>): Promise<string | undefined> {
    let entry: string | undefined
    await this.attempt(async () => {
      const reply = await this.client.call('runs.delete', { id }).catch(async (error: unknown) => {
        if (toReport(error).problem?.code !== 'runIsMeasured') throw error
        return (await confirm()) ? this.client.call('runs.delete', { id, measured: true }) : null
      })
      if (reply === null) return
      entry = reply.entry
      this.drop(id)
    })
    return entry
  }

  /** @param entry the run's entry in the trash */
  async restore(entry: string): Promise<boolean> {
    return this.attempt(async () => {
      const run = await this.client.call('runs.restore', { entry })
      if (run === null) await this.load()
      else this.byId.set(run.id, run)
    })
  }

  /** The runs in the trash. @throws StudioError */
  async deleted(): Promise<DeletedRun[]> {
    return (await this.client.call('runs.deleted', {})).runs
  }

  /** Deletes a run permanently. @param entry the run's entry in the trash */
  async purge(entry: string): Promise<boolean> {
    return this.attempt(async () => void (await this.client.call('runs.purge', { entry })))
  }

  async openFolder(id: string): Promise<boolean> {
    return this.attempt(async () => void (await this.client.call('runs.openFolder', { id })))
  }

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      this.report(error)
      return false
    }
  }

  private replace(runs: readonly RunSummary[]): void {
    for (const id of missingIds(runs, [...this.byId.keys()])) this.byId.delete(id)
    for (const run of runs) this.byId.set(run.id, run)
  }

  private apply(event: StudioEvent): void {
    if (event.type === 'run') this.updateRun(event.run)
    else if (event.type === 'startFailed') this.failStart(event)
    else if (event.type === 'runRemoved') this.drop(event.id)
    else if (event.type === 'runBroken') this.setBroken(event)
    else if (event.type === 'evaluation') this.addQuality(event)
    else if (event.type === 'sample') this.patch(event.id, { sample: event.step })
    else if (event.type === 'metrics') {
      const { id, points, stepsPerSecond, trainedSeconds } = event
      const last = points.at(-1)
      const latest = newestMetrics(this.byId.get(id)?.latest ?? null, points)
      const newer = last === undefined ? {} : { latest, step: last.step }
      this.patch(id, { ...newer, stepsPerSecond, trainedSeconds })
    }
  }

  private addQuality({ id, evaluation }: Extract<StudioEvent, { type: 'evaluation' }>): void {
    const before = this.byId.get(id)?.quality ?? null
    this.patch(id, { quality: newerQuality(before, qualityOf(evaluation)) })
  }

  private drop(id: string): void {
    this.byId.delete(id)
    if (this.broken.some((other) => other.id === id)) {
      this.broken = this.broken.filter((other) => other.id !== id)
    }
  }

  private setBroken({ id, error }: BrokenRun): void {
    this.drop(id)
    this.broken = [...this.broken, { id, error }]
  }

  private updateRun(run: RunSummary): void {
    if (!this.byId.has(run.id)) this.drop(run.id)
    this.byId.set(run.id, run)
    if (isLive(run.state)) this.starts.delete(run.id)
  }

  private failStart({ id, error }: { id: string; error: ErrorReport }): void {
    const failed = this.starts.get(id)
    this.starts.delete(id)
    failed?.(error)
  }

  private patch(id: string, change: Partial<RunSummary>): void {
    const run = this.byId.get(id)
    if (run !== undefined) this.byId.set(id, { ...run, ...change })
  }
}
