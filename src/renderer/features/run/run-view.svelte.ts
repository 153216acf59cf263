import type { CommandName, CommandRequest } from '../../../contract/api'
import { toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { StudioEvent } from '../../../contract/events'
import type { StudioClient } from '../../../contract/rpc'
import { isLive } from '../../../contract/run'
import type { RunDetail } from '../../../contract/summary'
import { createInRoot, perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { realLater } from '../../state/page/toasts.svelte'
import type { Later } from '../../state/page/toasts.svelte'
import { MetricsSeries } from './metrics/metrics-series.svelte'
import { withEvent } from './run-view'

type RunCommand = Extract<
  CommandName,
  `runs.${'resume' | 'pause' | 'continue' | 'stop' | 'end' | 'sample' | 'checkpoint'}`
>

/** What `runs.resume` may be asked beside the run. */
type ResumeRequest = Omit<CommandRequest<'runs.resume'>, 'id'>

/** A trainer ends within a step and a checkpoint; one that takes longer may hang. */
const STOP_MS = 8_000

/** One run as its own screen shows it, kept true by the host's events. */
export class RunView {
  detail = $state.raw<RunDetail>()
  /** Why there is no detail, where there is none. */
  error = $state.raw<ErrorReport>()
  /** The command that has not been answered yet. */
  pending = $state<RunCommand>()
  /** Why the run cannot be resumed, where it can only start again. */
  lost = $state.raw<ErrorReport>()
  /** It was told to stop a while ago and has not answered. */
  mayHang = $state(false)
  readonly metrics: MetricsSeries
  readonly live = $derived(this.detail !== undefined && isLive(this.detail.summary.state))
  private loads = 0
  /** Events that came while the detail was under way: it may be older than they are. */
  private meanwhile: StudioEvent[] | undefined

  constructor(
    private readonly client: StudioClient,
    readonly id: string,
    private readonly report: (error: unknown) => void,
    private readonly later: Later = realLater,
  ) {
    this.metrics = new MetricsSeries(client, id)
  }

  /** Loads everything afresh. */
  async load(): Promise<void> {
    await Promise.all([this.loadDetail(), this.metrics.reload()])
  }

  private async loadDetail(): Promise<void> {
    const mine = ++this.loads
    this.meanwhile = []
    try {
      const loaded = await this.client.call('runs.get', { id: this.id })
      if (mine !== this.loads) return
      this.detail = this.meanwhile.reduce(withEvent, loaded)
      this.error = undefined
    } catch (error) {
      if (mine !== this.loads) return
      this.error = toReport(error)
    }
    this.meanwhile = undefined
  }

  /** Takes an event of this run. */
  hear(event: StudioEvent): void {
    if (event.type === 'metrics') this.metrics.add(event.points)
    this.meanwhile?.push(event)
    if (this.detail === undefined) return
    const wasLive = this.live
    this.detail = withEvent(this.detail, event)
    // A new session may resume from a checkpoint before the last step drawn; one that ends has its
    // time noted.
    if (this.live && !wasLive) void this.load()
    if (!this.live && wasLive) void this.loadDetail()
  }

  /** @returns whether it was done; what went wrong is reported */
  async run(command: RunCommand, asked: ResumeRequest = {}): Promise<boolean> {
    this.pending = command
    this.lost = undefined
    const settled =
      command === 'runs.stop' ? this.later(STOP_MS, () => (this.mayHang = true)) : () => undefined
    try {
      await this.client.call(command, { id: this.id, ...asked })
      return true
    } catch (error) {
      const report = toReport(error)
      if (isLost(report)) this.lost = report
      // A start that a person stopped is no fault.
      else if (report.problem?.code !== 'startCalledOff') this.report(error)
      return false
    } finally {
      settled()
      if (command === 'runs.stop') this.mayHang = false
      if (this.pending === command) this.pending = undefined
    }
  }
}

const lostCodes: readonly (string | undefined)[] = ['cannotResume', 'checkpointsGone']
const isLost = ({ problem }: ErrorReport): boolean => lostCodes.includes(problem?.code)

const viewsOf = perStudio((studio) => new RunViews(studio))

/**
 * The view of a run, loaded. The last one opened stays up to date, so that going from tab to
 * tab and back loads nothing.
 */
export function openRun(studio: StudioState, id: string): RunView {
  return viewsOf(studio).open(id)
}

class RunViews {
  private current: RunView | undefined

  constructor(private readonly studio: StudioState) {
    studio.connection.onSync(() => void this.current?.load())
    studio.connection.onEvent((event) => {
      if (this.current !== undefined && runOf(event) === this.current.id) this.current.hear(event)
    })
  }

  open(id: string): RunView {
    if (this.current?.id === id) return this.current
    const { client, report } = this.studio
    this.current = createInRoot(() => new RunView(client, id, report))
    // Before the greeting there is nobody to ask; the greeting loads it.
    if (this.studio.connection.status === 'connected') void this.current.load()
    return this.current
  }
}

/** The run that an event is about. */
function runOf(event: StudioEvent): string | undefined {
  if (event.type === 'run') return event.run.id
  return 'id' in event ? event.id : undefined
}
