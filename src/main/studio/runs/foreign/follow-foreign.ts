import fs from 'node:fs'
import { join } from 'node:path'
import { StudioError, toReport } from '../../../../contract/errors'
import { isLive } from '../../../../contract/run'
import { metricsFile, runsDirectory } from '../../../storage/runs/paths'
import { explainUnreadable } from '../../../storage/runs/run-directories'
import type { StoredRun } from '../../../storage/runs/runs'
import type { MetricsCache } from '../../metrics/metrics-cache'
import type { EventHub } from '../../event-hub'
import type { RunPublisher } from '../run-publisher'
import type { RunRegistry } from '../run-registry'
import type { RunSizes } from '../run-sizes'
import { ForeignRuns } from './foreign-runs'
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
}

/** Follows the runs that other processes train, from when a page first asks for one of them. */
export function followForeign(parts: ForeignParts): ForeignRuns {
  const { registry, publisher, sessions, hub } = parts
  return new ForeignRuns({
    async read(id) {
      if (registry.has(id)) return undefined
      const { dir, run } = await parts.find(id)
      return { run, held: await parts.heldElsewhere(dir) }
    },
    async publish(id) {
      const stored = await parts.find(id)
      const summary = await publisher.publishCurrent(id)
      if (!summary.elsewhere || !isLive(summary.state)) return sessions.forget(id)
      const news = await sessions.of(stored).news(stored.run, summary)
      if (!registry.has(id)) for (const event of news) hub.emit(event)
    },
  })
}

/** Publishes what other processes change in the folder of runs, while a page is connected. */
export function watchRuns(parts: ForeignParts): RunsWatch {
  const { root, registry, publisher, sizes, metrics, sessions, hub } = parts
  const dirOf = (id: string): string => join(runsDirectory(root), id)
  return new RunsWatch({
    root,
    async changed(id) {
      // This studio publishes its own runs.
      if (registry.has(id)) return
      const dir = dirOf(id)
      metrics.forget(metricsFile(dir))
      try {
        await publisher.publishCurrent(id)
        sizes.refresh(id, dir)
      } catch (error) {
        if (!(error instanceof StudioError) || !isThere(dir)) return
        hub.emit({ type: 'runBroken', id, error: toReport(await explainUnreadable(dir, error)) })
      }
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
