import { problemError } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { jobSchema } from '../../../contract/queue/job'
import type { AtOnce, JobOptions } from '../../../contract/queue/job'
import type { LockHolder } from '../locks/lock-files'
import type { Claim, JobQueue, QueueContent } from './job-queue'
import { moved, released, replaced, retried } from './order'
import type { StoredJob } from './queue-document'
import { QueueFile } from './queue-file'

/** The maximum number of jobs, so that the file stays well below the size limit of documents. */
export const MOST_JOBS = 10_000

/** The queue of one machine, in its data folder; see {@link QueueFile}. */
export class EmbeddedQueue implements JobQueue {
  private readonly file: QueueFile

  constructor(
    root: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.file = new QueueFile(root, now)
  }

  async read(): Promise<QueueContent> {
    const { jobs, paused, atOnce } = await this.file.read()
    const warning = await this.file.warning()
    // Without the keys of other versions, and those that only the queue needs.
    return { jobs: jobs.map((job) => jobSchema.parse(job)), paused, atOnce, warning }
  }

  stamp(): Promise<string> {
    return this.file.stamp()
  }

  add(run: string, options: JobOptions): Promise<void> {
    return this.file.change((jobs) => {
      const own = jobs.find((job) => job.run === run)
      if (own !== undefined && own.state !== 'failed') {
        throw problemError('usage', 'alreadyQueued', { id: run })
      }
      if (own === undefined && jobs.length >= MOST_JOBS) {
        throw problemError('usage', 'queueFull', { most: MOST_JOBS })
      }
      const job: StoredJob = {
        ...{ run, state: 'waiting', options, addedAt: this.now().toISOString() },
        ...{ attempt: own?.attempt ?? 0, error: null, waitsFor: null },
      }
      return { jobs: [...jobs.filter((other) => other !== own), job] }
    })
  }

  move(run: string, to: number): Promise<void> {
    return this.file.change((jobs) => {
      const job = jobOf(jobs, run)
      if (job.state !== 'waiting') throw problemError('usage', 'jobNotWaiting', { id: run })
      return { jobs: moved(jobs, job, to) }
    })
  }

  remove(run: string): Promise<void> {
    return this.file.change((jobs) => {
      const job = jobOf(jobs, run)
      if (job.state === 'running') throw problemError('usage', 'jobRunning', { id: run })
      return { jobs: jobs.filter((other) => other !== job) }
    })
  }

  forget(runs: readonly string[]): Promise<void> {
    return this.file.change((jobs) => ({ jobs: jobs.filter(({ run }) => !runs.includes(run)) }))
  }

  retry(run: string | null): Promise<void> {
    return this.file.change((jobs) => {
      const failed = run === null ? jobs : [jobOf(jobs, run)]
      const again = failed.filter(({ state }) => state === 'failed')
      if (run !== null && again.length === 0) {
        throw problemError('usage', 'jobNotFailed', { id: run })
      }
      return { jobs: retried(jobs, again) }
    })
  }

  setPaused(paused: boolean): Promise<void> {
    return this.file.change(() => ({ paused }))
  }

  setAtOnce(atOnce: AtOnce): Promise<void> {
    return this.file.change(() => ({ atOnce }))
  }

  async claim(run: string, holder: LockHolder): Promise<Claim | undefined> {
    let claim: Claim | undefined
    await this.file.change((jobs, { paused }) => {
      const job = jobs.find((each) => each.run === run)
      if (paused || job?.state !== 'waiting') return {}
      const attempt = job.attempt + 1
      claim = { run, options: job.options, attempt, holder }
      const running = { ...job, state: 'running' as const, attempt, holder, waitsFor: null }
      return { jobs: replaced(jobs, job, running) }
    })
    return claim
  }

  begun(claim: Claim): Promise<boolean> {
    return this.end(claim, (jobs, job) => {
      const { fromStart: _done, ...options } = job.options
      return replaced(jobs, job, { ...job, options })
    })
  }

  finish(claim: Claim): Promise<boolean> {
    return this.end(claim, (jobs, job) => jobs.filter((other) => other !== job))
  }

  fail(claim: Claim, error: ErrorReport): Promise<boolean> {
    return this.end(claim, (jobs, job) =>
      replaced(jobs, job, { ...released(job), state: 'failed', error }),
    )
  }

  release(claim: Claim): Promise<boolean> {
    return this.end(claim, (jobs, job) => replaced(jobs, job, released(job)))
  }

  async explain(run: string, waitsFor: Notice | null): Promise<void> {
    const { jobs: listed } = await this.file.read()
    const known = listed.find((job) => job.run === run)
    // Amounts change at every look; the file is written only when the reason changes.
    if (known === undefined || sameReason(known.waitsFor, waitsFor)) return
    await this.file.change((jobs) => ({
      jobs: jobs.map((job) => (job.run === run ? { ...job, waitsFor } : job)),
    }))
  }

  /** Ends or changes an attempt, unless the job has been claimed again since. */
  private async end(
    claim: Claim,
    ending: (jobs: StoredJob[], job: StoredJob) => StoredJob[],
  ): Promise<boolean> {
    let held = false
    await this.file.change((jobs) => {
      const job = jobs.find(({ run }) => run === claim.run)
      held = job?.state === 'running' && job.attempt === claim.attempt
      return job === undefined || !held ? {} : { jobs: ending(jobs, job) }
    })
    return held
  }
}

function jobOf(jobs: readonly StoredJob[], run: string): StoredJob {
  const job = jobs.find((each) => each.run === run)
  if (job === undefined) throw problemError('usage', 'notQueued', { id: run })
  return job
}

const sameReason = (one: Notice | null, other: Notice | null): boolean =>
  one?.problem?.code === other?.problem?.code
