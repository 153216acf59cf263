import fs from 'node:fs'
import { join } from 'node:path'
import { StudioError, toReport } from '../../../../contract/errors'
import type { StudioEvent } from '../../../../contract/events'
import { isLive } from '../../../../contract/run'
import type { RunSummary } from '../../../../contract/summary'
import { metricsFile, runsDirectory } from '../../../storage/runs/paths'
import { explainUnreadable } from '../../../storage/runs/run-directories'
import type { StoredRun } from '../../../storage/runs/runs'
import type { MetricsCache } from '../../metrics/metrics-cache'
import type { EventHub } from '../../event-hub'
import type { RunPublisher } from '../run-publisher'
import type { RunRegistry } from '../run-registry'
import type { RunSizes } from '../run-sizes'
import { summariseCheckpoints } from '../run-summaries'
import { ForeignRuns, isEndUnrecorded } from './foreign-runs'
import type { ForeignSessions } from './foreign-sessions'
import { RunsWatch } from './runs-watch'

export interface ForeignParts {
  /** The data folder. */
  root: string
  hub: EventHub
  registry: RunRegistry
  publisher: RunPublisher
  sizes: RunSizes
  metrics: MetricsCache
  sessions: ForeignSessions
  /** @throws StudioError `usage` if there is no such run, `checkpoint` if it cannot be read */
  find(id: string): Promise<StoredRun>
  /** Whether another process holds the run's lock. */
  heldElsewhere(dir: string): Promise<boolean>
  /** Minimum milliseconds between two looks; by default a second. */
  intervalMs: number | undefined
}

/** Follows the runs that other processes train, from when a page first asks for one of them. */
export function followForeign(parts: ForeignParts): ForeignRuns {
  const { registry, publisher } = parts
  return new ForeignRuns({
    intervalMs: parts.intervalMs,
    async read(id) {
      if (registry.has(id)) return undefined
      const stored = await parts.find(id)
      return { ...stored, held: await parts.heldElsewhere(stored.dir) }
    },
    async publish(id, stored) {
      // The charts must be complete when the page learns that the run has ended.
      if (!isLive(stored.run.state)) await publishLastNews(parts, stored)
      const summary = await publisher.publishCurrent(id)
      if (isLive(stored.run.state)) await publishNews(parts, stored, summary)
    },
    failed: (id, error) => publishBroken(parts, id, error),
  })
}

/** @param stored the run as read from the disk, when it was still live */
async function publishNews(
  parts: ForeignParts,
  stored: StoredRun,
  summary: RunSummary,
): Promise<void> {
  if (!isLive(summary.state)) return publishLastNews(parts, await parts.find(summary.id))
  if (!summary.elsewhere) return parts.sessions.forget(summary.id)
  emitNews(parts, summary.id, await parts.sessions.of(stored).news(stored.run, summary))
}

/** Publishes what a session that has ended wrote since the last poll. */
async function publishLastNews(parts: ForeignParts, stored: StoredRun): Promise<void> {
  const { run } = stored
  const session = parts.sessions.known(stored)
  // The end is published even if the session's files cannot be read: the page then reloads the run
  // and shows the error.
  const news = await session?.lastNews(run).catch(() => [])
  emitNews(parts, run.id, news ?? [])
  // Kept while its host has not yet recorded the end in the activity log.
  if (!isEndUnrecorded(run)) parts.sessions.forget(run.id)
}

function emitNews({ registry, hub }: ForeignParts, id: string, news: readonly StudioEvent[]): void {
  if (!registry.has(id)) for (const event of news) hub.emit(event)
}

async function publishBroken(
  { hub, root }: ForeignParts,
  id: string,
  error: unknown,
): Promise<void> {
  const dir = join(runsDirectory(root), id)
  if (!(error instanceof StudioError) || !isThere(dir)) return
  hub.emit({ type: 'runBroken', id, error: toReport(await explainUnreadable(dir, error)) })
}

/** Publishes what other processes change in the folder of runs, while a page is connected. */
export function watchRuns(parts: ForeignParts, foreign: ForeignRuns): RunsWatch {
  const { root, hub, registry, publisher, sizes, metrics, sessions } = parts
  const dirOf = (id: string): string => join(runsDirectory(root), id)
  return new RunsWatch({
    root,
    intervalMs: parts.intervalMs,
    async changed(id) {
      // This studio publishes its own runs; another process may only change their annotations.
      if (registry.has(id)) {
        const reread = await registry.get(id)?.session.record.rereadAnnotations()
        if (reread === true) await publisher.publishCurrent(id)
        return
      }
      const dir = dirOf(id)
      metrics.forget(metricsFile(dir))
      try {
        if (!foreign.publishChange(id)) await publisher.publishCurrent(id)
        sizes.refresh(id, dir)
      } catch (error) {
        await publishBroken(parts, id, error)
      }
    },
    async measured(id) {
      hub.emit({ type: 'evaluationsChanged', id })
      hub.emit({ type: 'checkpoints', id, checkpoints: await summariseCheckpoints(dirOf(id)) })
      if (registry.has(id) || foreign.publishChange(id)) return
      await publisher.publishCurrent(id)
    },
    removed(id) {
      // It may have been restored since, or this studio is ending a session in it.
      if (registry.has(id) || isThere(dirOf(id))) return
      sizes.forget(id)
      sessions.forget(id)
      metrics.forget(metricsFile(dirOf(id)))
      publisher.publishRemoved(id)
    },
  })
}

/** True also for a dangling link. */
const isThere = (path: string): boolean =>
  fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined
