import fs from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../../../contract/queue/job'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { acquireLock, lockHolder, readLock } from '../../storage/locks/lock'
import type { LockHolder } from '../../storage/locks/lock-files'
import type { Claim, QueueContent } from '../../storage/queue/job-queue'
import { runnerLock } from '../../storage/queue/queue-document'
import { runsDirectory } from '../../storage/runs/paths'
import { exactRun } from '../runs/run-details'
import type { LiveRun } from '../runs/live-run'
import type { RunRegistry } from '../runs/run-registry'
import { runJob } from './job-run'
import type { JobRunParts } from './job-run'
import type { MachineRoom } from './machine-room'

export interface RunnerParts extends JobRunParts {
  registry: Pick<RunRegistry, 'begins' | 'has' | 'count'> & { readonly all: readonly LiveRun[] }
  room: Pick<MachineRoom, 'observe' | 'reasonToWait'>
  /** Called after a look of the runner's own, which may have changed the queue; must not throw. */
  onLooked?(): void
}

type Held = { own: LockHolder; release(): Promise<void> }

/**
 * Trains the jobs of the queue, one process for each data folder. It holds the queue's lock while
 * there are jobs to train.
 */
export class QueueRunner {
  private lock: Held | undefined
  private readonly running = new Set<Promise<void>>()
  /** Runs that have been claimed but do not train yet. */
  private readonly beginning = new Set<string>()
  private looking: Promise<void> = Promise.resolve()
  /** The look after the one in progress. */
  private following: Promise<void> | undefined
  private isClosing = false

  constructor(private readonly parts: RunnerParts) {}

  /** True while it trains jobs, or measures the last images of one. */
  get busy(): boolean {
    return this.running.size > 0
  }

  /** The other process that runs the queue, if there is one. */
  async elsewhere(): Promise<LockHolder | undefined> {
    return this.lock === undefined ? lockHolder(runnerLock(this.parts.root)) : undefined
  }

  /**
   * Begins the jobs that there is room for. One look at a time: if one is in progress, another
   * follows, since the queue may have changed after the first one read it. Never rejects.
   */
  look(): Promise<void> {
    this.following ??= this.looking.then(() => {
      this.following = undefined
      // If reading or writing fails now, the next look tries again.
      this.looking = this.lookNow().catch(() => undefined)
      return this.looking
    })
    return this.following
  }

  /** Begins no more jobs: jobs that end from now on wait again, unless their run has finished. */
  close(): void {
    this.isClosing = true
  }

  /** Resolves when the ends of all jobs are recorded and the queue is free for another process. */
  async closed(): Promise<void> {
    this.close()
    await (this.following ?? this.looking)
    await Promise.all(this.running)
    // The next job's reason to wait was found by this process, and ends with it.
    if (this.lock !== undefined) await this.clearReasons(await this.jobs())
    await this.unlock()
  }

  private async lookNow(): Promise<void> {
    if (this.isClosing) return
    const content = await this.parts.queue.read()
    const idle = !this.busy && !content.jobs.some(({ state }) => state === 'waiting')
    if (idle || !(await this.holdsLock())) return idle ? this.unlock() : undefined
    await this.forgetDeleted(content.jobs)
    await this.parts.room.observe()
    if (!this.isClosing) await this.beginNext()
  }

  /** Begins the next job if there is room for it; the one after that waits until it has begun. */
  private async beginNext(): Promise<void> {
    const { queue, registry } = this.parts
    const content = await queue.read()
    const next = content.jobs.find(({ state }) => state === 'waiting')
    await this.clearReasons(content.jobs, next)
    if (next === undefined || content.paused) return
    // The memory and speed of a run that starts are not known yet.
    if (this.beginning.size > 0 || registry.count > registry.all.length) return
    const reason = await this.reasonToWait(next, content)
    if (reason !== undefined) return queue.explain(next.run, reason)
    const claim = this.lock && (await queue.claim(next.run, this.lock.own))
    if (claim === undefined) return
    this.run(claim)
  }

  /** Removes the reasons to wait of all these jobs except one. */
  private async clearReasons(jobs: readonly Job[], except?: Job): Promise<void> {
    for (const job of jobs) {
      if (job === except || job.waitsFor === null) continue
      // If this fails, the next look tries again.
      await this.parts.queue.explain(job.run, null).catch(() => undefined)
    }
  }

  /** The jobs; none if the queue cannot be read. */
  private async jobs(): Promise<Job[]> {
    return this.parts.queue.read().then(
      ({ jobs }) => jobs,
      () => [],
    )
  }

  private lookAgain(): void {
    void this.look().then(() => this.parts.onLooked?.())
  }

  private run(claim: Claim): void {
    const { run } = claim
    this.beginning.add(run)
    const watch = {
      isClosing: () => this.isClosing,
      onBegun: () => {
        this.beginning.delete(run)
        this.lookAgain()
      },
    }
    const job: Promise<void> = runJob(this.parts, claim, watch).then((ended) => {
      this.beginning.delete(run)
      this.running.delete(job)
      // A job that waits again is tried at the next regular look.
      if (ended) this.lookAgain()
    })
    this.running.add(job)
  }

  private async reasonToWait(job: Job, { atOnce }: QueueContent): Promise<Notice | undefined> {
    const stored = await exactRun(this.parts.root, job.run).catch(() => undefined)
    // A run that cannot be read fails when it begins, with the reason.
    if (stored === undefined) return undefined
    const holder = await readLock(stored.dir).catch(() => undefined)
    if (holder !== undefined) return notice('waitsForOtherProgram', { pid: holder.pid })
    return this.parts.room.reasonToWait(stored, job.options, atOnce)
  }

  /** Removes the jobs of runs that were deleted, also by other programs. */
  private async forgetDeleted(jobs: readonly Job[]): Promise<void> {
    const { queue, root } = this.parts
    const gone = jobs
      .filter(({ state }) => state !== 'running')
      .map(({ run }) => run)
      .filter((run) => !isThere(join(runsDirectory(root), run)))
    if (gone.length > 0) await queue.forget(gone)
  }

  private async holdsLock(): Promise<boolean> {
    if (this.lock !== undefined) return true
    const file = runnerLock(this.parts.root)
    if ((await lockHolder(file)) !== undefined) return false
    const taken = await acquireLock(file)
    if ('own' in taken) this.lock = taken
    return this.lock !== undefined
  }

  private async unlock(): Promise<void> {
    await this.lock?.release()
    this.lock = undefined
  }
}

/** True also for a dangling link, whose disk may merely be disconnected. */
const isThere = (path: string): boolean =>
  fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined
