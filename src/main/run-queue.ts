import { resolve } from 'node:path'
import { problemError, fromReport } from '../contract/errors'
import type { StudioEvent } from '../contract/events'
import type { Job } from '../contract/queue/job'
import type { QueueView } from '../contract/queue/commands'
import type { SweepSummary } from '../contract/sweep/commands'
import { progressText } from './cli/sweep/sweep-text'
import type { Output } from './cli/output'
import { exitCodes } from './cli/exit-codes'
import { onTermination } from './process/termination'
import { EmbeddedQueue } from './storage/queue/embedded-queue'
import { createStudioApi } from './studio/studio-api'
import type { StudioApiOptions, StudioService } from './studio/studio-api'
import '../contract/chinese-notices'

/* Trains the queue without a page. */

export interface RunQueueOptions {
  /** Waits for new runs when none is left. */
  watch: boolean
  /** Trains only until this sweep has ended. */
  sweep?: string
}

/**
 * Trains the runs in the queue until none is left that could begin.
 *
 * @returns the exit code: that of a failed training if any run failed
 * @throws StudioError `storage` if another process runs the queue, or the disk fails
 */
export async function runQueue(
  { watch, sweep }: RunQueueOptions,
  places: Omit<StudioApiOptions, 'host'>,
  output: Output,
): Promise<number> {
  // A queue that cannot be read is an error here, not a reason to wait. It is read before it is run,
  // since a run may fail as soon as it begins.
  const { jobs: before } = await new EmbeddedQueue(resolve(places.root)).read()
  const studio = await createStudioApi({ ...places, host: 'web' })
  const say = (text: string): void => output.say(text)
  try {
    const other = await studio.queue.runner.elsewhere()
    if (other !== undefined) {
      const { pid, host } = other
      throw problemError('storage', 'queueHasRunner', { pid, host })
    }
    onTermination(
      () => studio.close(),
      say,
      () => studio.training,
    )
    for (const { message } of studio.warnings) say(message)
    const report = new Report(output, before)
    studio.subscribe(({ event }) => report.handle(event))
    await (sweep === undefined ? drained(studio, watch, report) : sweepEnded(studio, sweep, report))
    for (const { name, problem } of await studio.sweeps.withProblems()) {
      report.failed = true
      output.fail(problemError('training', 'sweepCannotContinue', { name, why: problem }))
    }
    return report.failed ? exitCodes.training : exitCodes.ok
  } finally {
    await studio.close()
  }
}

/** Resolves when no run is left to train; never with `watch`. */
function drained(studio: StudioService, watch: boolean, report: Report): Promise<void> {
  return new Promise((resolve) => {
    const check = async (view: QueueView): Promise<void> => {
      report.queue(view)
      // An active sweep may be about to add runs.
      const continues = view.runner === 'here' && !view.paused && (await studio.sweeps.isActive())
      const waits = view.jobs.some(({ state }) => state === 'waiting')
      const canBegin = waits && !view.paused && view.runner === 'here'
      const trains = studio.queue.busy || view.jobs.some(({ state }) => state === 'running')
      if (watch || canBegin || trains || continues) return
      clearInterval(timer)
      resolve()
    }
    // The end of the last measurement changes nothing in the queue.
    const look = () => studio.queue.refresh().then(check)
    const timer = setInterval(() => void look().catch(() => undefined), 500)
    studio.queue.onChange((view) => void check(view).catch(() => undefined))
  })
}

/** Resolves when a sweep has ended or cannot continue. */
function sweepEnded(studio: StudioService, id: string, report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    const unsubscribe = studio.queue.onChange((view) => report.queue(view))
    const look = async (): Promise<void> => {
      const { sweep, summary } = await studio.api['sweeps.get']({ id })
      report.sweep(summary)
      const isStuck = studio.sweeps.problemOf(id) !== undefined && !studio.queue.busy
      if (sweep.state !== 'active' || isStuck) end(resolve)
    }
    const timer = setInterval(
      () => void look().catch((error: unknown) => end(() => reject(error))),
      500,
    )
    const end = (then: () => void): void => {
      clearInterval(timer)
      unsubscribe()
      then()
    }
  })
}

/** Reports the runs of the queue as they begin and end. */
class Report {
  failed = false
  private readonly training = new Set<string>()
  private readonly failures = new Set<string>()
  private reason: string | undefined
  private standing: string | undefined

  /** @param before the jobs before this process began, whose failures are not reported */
  constructor(
    private readonly output: Output,
    before: readonly Job[],
  ) {
    for (const job of before) if (job.state === 'failed') this.failures.add(keyOf(job))
  }

  handle(event: StudioEvent): void {
    if (event.type !== 'run' || event.run.elsewhere) return
    const { id, name, state, step } = event.run
    if (state === 'running' && !this.training.has(id)) {
      this.training.add(id)
      this.output.result(`Training ${name} (${id})`, { event: 'started', run: id, name })
    }
    if (state === 'running' || state === 'paused' || !this.training.delete(id)) return
    const text = `${name} (${id}): ${state} at step ${step}`
    this.output.result(text, { event: 'ended', run: id, name, state, step })
  }

  /** Reports the progress of a sweep whenever it changes. */
  sweep(summary: SweepSummary): void {
    const text = progressText(summary)
    if (text !== this.standing) this.output.result(text, { event: 'sweep', ...summary })
    this.standing = text
  }

  queue({ jobs, paused }: QueueView): void {
    for (const job of jobs) {
      const key = keyOf(job)
      if (job.state !== 'failed' || job.error === null || this.failures.has(key)) continue
      this.failures.add(key)
      this.failed = true
      this.output.fail(fromReport(job.error))
    }
    const reason = paused
      ? 'The queue is paused.'
      : jobs.find((job) => job.waitsFor)?.waitsFor?.message
    if (reason !== undefined && reason !== this.reason) this.output.say(reason)
    this.reason = reason
  }
}

/** Identifies an attempt at a job. */
const keyOf = ({ run, attempt }: Job): string => `${run} ${attempt}`
