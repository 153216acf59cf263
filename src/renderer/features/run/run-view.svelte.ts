import type { CommandName, CommandRequest } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { StudioEvent } from '../../../contract/events'
import type { StudioClient } from '../../../contract/rpc'
import { isLive } from '../../../contract/run'
import type { RunDetail } from '../../../contract/summary'
import { createInRoot, perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { setTimer } from '../../state/page/toasts.svelte'
import type { SetTimer } from '../../state/page/toasts.svelte'
import { MetricsSeries } from '../../charts/series/metrics-series.svelte'
import { withEvent } from './run-view'

type RunCommand = Extract<
  CommandName,
  `runs.${'resume' | 'pause' | 'continue' | 'stop' | 'end' | 'sample' | 'checkpoint'}`
>

/** The options of `runs.resume`. */
export type ResumeRequest = Omit<CommandRequest<'runs.resume'>, 'id'>

/** A trainer stops within one step and a checkpoint; one that takes longer may hang. */
const STOP_MS = 8_000

/** The detail of one run for its screen, kept up to date by the host's events. */
export class RunView {
  detail = $state.raw<RunDetail>()
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  /** The commands waiting for an answer. */
  pending = $state.raw<readonly RunCommand[]>([])
  /** Why the run cannot be resumed and can only start again. */
  resumeError = $state.raw<ErrorReport>()
  /** The resume request that failed because the run's engine is not available, with its error. */
  engineGone = $state.raw<{ error: ErrorReport; request: ResumeRequest }>()
  /** Whether the trainer has not responded to stop for a while. */
  notResponding = $state(false)
  readonly metrics: MetricsSeries
  readonly live = $derived(this.detail !== undefined && isLive(this.detail.summary.state))
  private loads = 0
  /** Events received while the detail was loading, which may be newer than the detail. */
  private queued: StudioEvent[] | undefined

  constructor(
    private readonly client: StudioClient,
    readonly id: string,
    private readonly report: (error: unknown) => void,
    private readonly later: SetTimer = setTimer,
    metrics = new MetricsSeries(client, id),
  ) {
    this.metrics = metrics
  }

  /** Reloads the detail and the metrics. */
  async load(): Promise<void> {
    await Promise.all([this.loadDetail(), this.metrics.reload()])
  }

  /** Reloads the detail without the metrics. */
  async loadDetail(): Promise<void> {
    const mine = ++this.loads
    this.queued = []
    try {
      const loaded = await this.client.call('runs.get', { id: this.id })
      if (mine !== this.loads) return
      this.detail = this.queued.reduce(withEvent, loaded)
      this.error = undefined
    } catch (error) {
      if (mine !== this.loads) return
      this.error = toReport(error)
    }
    this.queued = undefined
  }

  /** Applies an event of this run. */
  handleEvent(event: StudioEvent): void {
    if (event.type === 'metrics') this.metrics.add(event.points)
    this.queued?.push(event)
    if (this.detail === undefined) return
    const { live: wasLive, detail: before } = this
    this.detail = withEvent(this.detail, event)
    // A new session may resume from an earlier step, so everything is reloaded; a session that ends
    // has new times in the detail. Another process may end a session and begin the next between two
    // polls, or end one before its last metrics (or any) were sent.
    const { summary } = this.detail
    const changed = summary.changedAt !== before.summary.changedAt
    if (this.live && (!wasLive || changed)) void this.load()
    const ended = !this.live && (wasLive || summary.state !== before.summary.state)
    if (ended) void (before.summary.elsewhere ? this.load() : this.loadDetail())
  }

  /** Runs a command and reports errors. @returns whether it succeeded */
  async run(command: RunCommand, request: ResumeRequest = {}): Promise<boolean> {
    this.pending = [...this.pending, command]
    this.resumeError = undefined
    this.engineGone = undefined
    const cancelTimer =
      command === 'runs.stop'
        ? this.later(STOP_MS, () => (this.notResponding = true))
        : () => undefined
    try {
      await this.client.call(command, { id: this.id, ...request })
      return true
    } catch (error) {
      const report = toReport(error)
      if (mustStartAgain(report)) this.resumeError = report
      else if (isEngineGone(report)) this.engineGone = { error: report, request }
      // A start that the user cancelled is not an error.
      else if (report.problem?.code !== 'startCancelled') this.report(error)
      return false
    } finally {
      cancelTimer()
      if (command === 'runs.stop') this.notResponding = false
      this.pending = this.pending.toSpliced(this.pending.indexOf(command), 1)
    }
  }
}

const engineGoneCodes: readonly (string | undefined)[] = ['runEngineGone', 'chosenEngineGone']
const isEngineGone = ({ problem }: ErrorReport): boolean => engineGoneCodes.includes(problem?.code)

const startAgainCodes: readonly (string | undefined)[] = ['cannotResume', 'checkpointsGone']
const mustStartAgain = ({ problem }: ErrorReport): boolean =>
  startAgainCodes.includes(problem?.code)

const viewsOf = perStudio((studio) => new RunViews(studio))

/**
 * Returns the view of a run and loads it. The last view opened is kept up to date, so that tab
 * changes do not load it again.
 */
export function openRun(studio: StudioState, id: string): RunView {
  return viewsOf(studio).open(id)
}

class RunViews {
  private current: RunView | undefined

  constructor(private readonly studio: StudioState) {
    studio.connection.onSync(() => void this.current?.load())
    studio.connection.onEvent((event) => {
      if (this.current !== undefined && runOf(event) === this.current.id)
        this.current.handleEvent(event)
    })
  }

  open(id: string): RunView {
    if (this.current?.id === id) return this.current
    const { client, report } = this.studio
    this.current = createInRoot(() => new RunView(client, id, report))
    // Before the handshake, calls would fail; the handshake loads the view.
    if (this.studio.connection.status === 'connected') void this.current.load()
    return this.current
  }
}

/** Returns the id of the event's run, if any. */
function runOf(event: StudioEvent): string | undefined {
  if (event.type === 'run') return event.run.id
  return 'id' in event ? event.id : undefined
}
