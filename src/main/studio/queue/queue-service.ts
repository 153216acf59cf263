import { isDeepStrictEqual } from 'node:util'
import { notice } from '../../../contract/notices'
import type { QueueView } from '../../../contract/queue/commands'
import type { Job } from '../../../contract/queue/job'
import type { LockHolder } from '../../storage/locks/lock-files'
import type { JobQueue } from '../../storage/queue/job-queue'
import type { EventHub } from '../event-hub'
import { Polling } from '../polling'
import type { RunPublisher } from '../runs/run-publisher'
import type { QueueRunner } from './queue-runner'

/** Minimum time between two looks at the queue. */
const INTERVAL_MS = 1000

interface QueueServiceParts {
  queue: JobQueue
  runner: QueueRunner
  hub: EventHub
  publisher: Pick<RunPublisher, 'publishCurrent'>
  intervalMs?: number | undefined
}

/** The queue as a studio shows it: looks at it regularly, since other programs may change it, and trains its jobs. */
export class QueueService extends Polling {
  private view: QueueView | undefined
  private last: Promise<unknown> = Promise.resolve()
  private readonly changes = new Set<(view: QueueView) => void>()

  constructor(private readonly parts: QueueServiceParts) {
    super(parts.intervalMs ?? INTERVAL_MS)
  }

  get runner(): QueueRunner {
    return this.parts.runner
  }

  /** True if the run was waiting in the queue at the last look. */
  async isWaiting(run: string): Promise<boolean> {
    // A run is shown without its place in a queue that cannot be read.
    const view = this.view ?? (await this.refresh().catch(() => undefined))
    return view?.jobs.some((job) => job.run === run && job.state === 'waiting') ?? false
  }

  /** True while jobs are trained here, or the last images of one are measured. */
  get busy(): boolean {
    return this.parts.runner.busy
  }

  /** Makes a change and publishes the queue as it is then. */
  async change(work: (queue: JobQueue) => Promise<unknown>): Promise<QueueView> {
    await work(this.parts.queue)
    const view = await this.refresh()
    // If this fails, the next regular look tries again.
    void this.look().catch(() => undefined)
    return view
  }

  /** @param handle called after each change; must not throw @returns a function that unsubscribes */
  onChange(handle: (view: QueueView) => void): () => void {
    this.changes.add(handle)
    return () => void this.changes.delete(handle)
  }

  /** Reads the queue, and publishes it if it has changed. @throws StudioError as the queue */
  refresh(): Promise<QueueView> {
    // One after the other, so that the newest content is published last.
    const refreshed = this.last.catch(() => undefined).then(() => this.refreshNow())
    this.last = refreshed
    return refreshed
  }

  private async refreshNow(): Promise<QueueView> {
    const { queue, runner, hub, publisher } = this.parts
    const content = await queue.read()
    const view: QueueView = { ...content, ...runnerFacts(await runner.elsewhere()) }
    const before = this.view
    this.view = view
    if (isDeepStrictEqual(before, view)) return view
    if (before !== undefined) hub.emit({ type: 'queue', queue: view })
    for (const run of changedRuns(before?.jobs ?? view.jobs, view.jobs)) {
      // A run that has been deleted is published as removed.
      void publisher.publishCurrent(run).catch(() => undefined)
    }
    for (const handle of this.changes) handle(view)
    return view
  }

  protected async remember(): Promise<void> {
    await this.refresh().catch(() => undefined)
  }

  async look(): Promise<void> {
    await this.parts.runner.look()
    await this.refresh()
  }
}

function runnerFacts(other: LockHolder | undefined): Pick<QueueView, 'runner' | 'otherProgram'> {
  if (other === undefined) return { runner: 'here', otherProgram: null }
  const { pid, host } = other
  return { runner: 'elsewhere', otherProgram: notice('queueHasRunner', { pid, host }) }
}

/** Runs that began or ceased to wait. */
function changedRuns(before: readonly Job[], after: readonly Job[]): string[] {
  const [were, are] = [before, after].map(
    (jobs) => new Set(jobs.flatMap(({ run, state }) => (state === 'waiting' ? [run] : []))),
  )
  const all = new Set([...(were ?? []), ...(are ?? [])])
  return [...all].filter((run) => were?.has(run) !== are?.has(run))
}
