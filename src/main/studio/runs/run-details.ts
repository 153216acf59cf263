import { problemError, StudioError, toReport } from '../../../contract/errors'
import type { CommandReply } from '../../../contract/api'
import { isLive } from '../../../contract/run'
import type { RunDetail, RunSummary } from '../../../contract/summary'
import { readLock } from '../../storage/locks/lock'
import { findRunById } from '../../storage/runs/find-run'
import { runIdOf } from '../../storage/runs/run-directories'
import { listRuns } from '../../storage/runs/run-list'
import type { StoredRun } from '../../storage/runs/runs'
import { listSamples } from '../../storage/runs/samples'
import { checkedSummary } from './checked-summary'
import { isEndUnrecorded } from './foreign/foreign-runs'
import type { ForeignRuns } from './foreign/foreign-runs'
import type { ForeignSessions } from './foreign/foreign-sessions'
import type { RunRegistry } from './run-registry'
import { activityOf, savedSteps } from './run-activity'
import { runLog } from './run-log'
import type { RunSizes } from './run-sizes'
import { newestUsableStep, summariseCheckpoints, summariseStored } from './run-summaries'

/* Summaries and details of runs, live or not, as the pages show them. */

export interface RunDetailParts {
  /** The data folder. */
  root: string
  registry: RunRegistry
  sizes: RunSizes
  foreign: ForeignRuns
  sessions: ForeignSessions
  queue: { isWaiting(run: string): Promise<boolean> }
}

/** @throws StudioError `usage` unless given the complete id of a run */
export async function exactRun(root: string, id: string): Promise<StoredRun> {
  const stored = await findRunById(root, id)
  if (runIdOf(stored.dir) === id) return stored
  throw problemError('usage', 'noSuchRun', { id })
}

/**
 * Returns the summary of a run, live or not.
 *
 * @throws StudioError `checkpoint` if its files contain values that the page would not accept
 */
export async function summaryOf(parts: RunDetailParts, stored: StoredRun): Promise<RunSummary> {
  const { registry, sizes } = parts
  const id = runIdOf(stored.dir)
  if (!sizes.has(id)) sizes.refresh(id, stored.dir)
  const live = registry.get(id)?.summary
  if (live !== undefined) return live
  const { run } = stored
  const elsewhere = !registry.has(id) && (await heldElsewhere(stored.dir))
  if (elsewhere || isLive(run.state) || isEndUnrecorded(run)) parts.foreign.follow(id)
  const foreign = elsewhere && isLive(run.state) ? parts.sessions.of(stored) : undefined
  const summary = await summariseStored(stored, sizes.of(id), foreign)
  const starting = registry.startStage(id)
  const idle = starting === null && !elsewhere && !isLive(run.state)
  const queued = idle && (await parts.queue.isWaiting(id))
  // The run begins anew when its turn comes, so how it ended before is not shown.
  const waiting = queued
    ? { state: 'queued' as const, error: null, early: null, diverged: null }
    : {}
  return checkedSummary({ ...summary, ...waiting, starting, elsewhere }, stored.dir)
}

/** Whether another process holds a run's lock; false if that cannot be read. */
export async function heldElsewhere(dir: string): Promise<boolean> {
  const holder = await readLock(dir).catch(() => undefined)
  return holder !== undefined && holder.pid !== process.pid
}

/** Lists all runs, unreadable ones with their errors. @throws StudioError `storage` */
export async function listSummaries(parts: RunDetailParts): Promise<CommandReply<'runs.list'>> {
  const { runs, broken } = await listRuns(parts.root)
  const summaries = await Promise.all(
    runs.map((stored) =>
      summaryOf(parts, stored).catch((error: unknown) => {
        if (!(error instanceof StudioError)) throw error
        broken.push({ dir: stored.dir, error })
        return undefined
      }),
    ),
  )
  return {
    runs: summaries.filter((summary) => summary !== undefined),
    broken: broken.map(({ dir, error }) => ({ id: runIdOf(dir), error: toReport(error) })),
  }
}

/** Returns what a run's own page shows. @throws StudioError as {@link summaryOf} */
export async function detailOf(parts: RunDetailParts, stored: StoredRun): Promise<RunDetail> {
  const { dir } = stored
  const [samples, checkpoints, summary] = await Promise.all([
    listSamples(dir),
    summariseCheckpoints(dir),
    summaryOf(parts, stored),
  ])
  const session = parts.registry.get(summary.id)?.session
  const run = session?.run ?? stored.run
  const [lines, saved] = await Promise.all([
    activityOf(dir, session),
    savedSteps(dir, samples, checkpoints),
  ])
  const log = runLog(run, lines, saved)
  const newestUsable = summary.diverged === null ? null : await newestUsableStep(dir)
  return { summary, samples, checkpoints, newestUsable, sessions: run.sessions, log }
}
