import path from 'node:path'
import type { StudioApi } from '../../../contract/api'
import { problemError, StudioError, toReport } from '../../../contract/errors'
import { isLive } from '../../../contract/run'
import type { RunDetail, RunSummary } from '../../../contract/summary'
import { findRunById } from '../../storage/runs/find-run'
import { readLock } from '../../storage/locks/lock'
import { metricsFile } from '../../storage/runs/paths'
import { runDirectories, runIdOf } from '../../storage/runs/run-directories'
import { listRuns } from '../../storage/runs/run-list'
import { readRun, updateRun } from '../../storage/runs/runs'
import type { StoredRun } from '../../storage/runs/runs'
import { listSamples } from '../../storage/runs/samples'
import { checkedSummary } from './checked-summary'
import { isEndUnrecorded } from './foreign/foreign-runs'
import type { ForeignRuns } from './foreign/foreign-runs'
import type { ForeignSessions } from './foreign/foreign-sessions'
import type { RunsWatch } from './foreign/runs-watch'
import type { RegistryParts, RunRegistry } from './run-registry'
import { activityOf, savedSteps } from './run-activity'
import { runLog } from './run-log'
import { newestUsableStep, summariseCheckpoints, summariseStored } from './run-summaries'
import { deletedRuns } from './deleted-runs'
import { idOfEntry } from './trash'
import type { Trash } from './trash'

export interface RunParts extends RegistryParts {
  root: string
  registry: RunRegistry
  trash: Trash
  foreign: ForeignRuns
  sessions: ForeignSessions
  watch: RunsWatch
  openFolder: ((dir: string) => Promise<string>) | undefined
}

type RunApi = Pick<StudioApi, Extract<keyof StudioApi, `runs.${string}`>>

export function runHandlers(parts: RunParts): RunApi {
  const { root, registry } = parts
  const find = async (id: string): Promise<StoredRun> => exactRun(root, id)
  // Renames run in order, so that the last one wins.
  let renaming: Promise<unknown> = Promise.resolve()
  return {
    'runs.list': async () => {
      await parts.watch.begun()
      return list(parts)
    },
    'runs.get': async ({ id }) => detail(parts, await find(id)),
    'runs.metrics': async ({ id, ...window }) => {
      const file = metricsFile((await find(id)).dir)
      const columns = await parts.metrics.read(file, registry.get(id)?.recentPoints)
      return columns.window(window)
    },
    'runs.train': async ({ name, config, from, answer }) => {
      if (from !== undefined) await find(from.run)
      const options = { name, config, from }
      return answer === 'created' ? registry.create(options) : registry.train(options)
    },
    'runs.resume': async ({ id, ...options }) => registry.resume(id, (await find(id)).dir, options),
    'runs.pause': async ({ id }) => {
      const step = await registry.need(id).pause()
      await parts.publisher.publishCurrent(id)
      return { step }
    },
    'runs.continue': async ({ id }) => {
      const step = await registry.need(id).continue()
      await parts.publisher.publishCurrent(id)
      return { step }
    },
    'runs.stop': async ({ id }) => ({ step: await registry.stop(id) }),
    'runs.end': async ({ id }) => ({ step: await registry.end(id) }),
    'runs.sample': async ({ id }) => ({ step: await registry.need(id).session.sample() }),
    'runs.checkpoint': async ({ id }) => ({ step: await registry.need(id).session.checkpoint() }),
    'runs.rename': async ({ id, name }) => {
      const result = renaming
        .catch(() => undefined)
        .then(async () => rename(parts, await find(id), name))
      renaming = result
      return result
    },
    'runs.delete': async ({ id }) => {
      const dir = await directoryOf(root, id)
      return { entry: await registry.claim(id, () => remove(parts, id, dir)) }
    },
    'runs.restore': ({ entry }) => {
      const id = idOfEntry(entry)
      return registry.claim(id, () => restore(parts, id, entry))
    },
    'runs.deleted': async () => ({ runs: await deletedRuns(parts.trash) }),
    'runs.purge': async ({ entry }) => {
      await parts.trash.purge(entry)
      return {}
    },
    'runs.openFolder': async ({ id }) => open(parts, (await find(id)).dir),
  }
}

/** @throws StudioError `usage` unless given the complete id of a run */
export async function exactRun(root: string, id: string): Promise<StoredRun> {
  const stored = await findRunById(root, id)
  if (runIdOf(stored.dir) === id) return stored
  throw problemError('usage', 'noSuchRun', { id })
}

/** @throws StudioError `usage` if there is no such folder; the run need not be readable */
async function directoryOf(root: string, id: string): Promise<string> {
  const dir = (await runDirectories(root)).find((each) => runIdOf(each) === id)
  if (dir === undefined) throw problemError('usage', 'noSuchRun', { id })
  return dir
}

/**
 * Returns the summary of a run, live or not.
 *
 * @throws StudioError `checkpoint` if its files contain values that the page would not accept
 */
export async function summaryOf(parts: RunParts, stored: StoredRun): Promise<RunSummary> {
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
  return checkedSummary({ ...summary, starting, elsewhere }, stored.dir)
}

/** Whether another process holds a run's lock; false if that cannot be read. */
export async function heldElsewhere(dir: string): Promise<boolean> {
  const holder = await readLock(dir).catch(() => undefined)
  return holder !== undefined && holder.pid !== process.pid
}

async function list(parts: RunParts): ReturnType<RunApi['runs.list']> {
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

async function detail(parts: RunParts, stored: StoredRun): Promise<RunDetail> {
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

async function rename(parts: RunParts, { dir }: StoredRun, name: string): Promise<RunSummary> {
  const id = runIdOf(dir)
  const live = parts.registry.get(id)
  if (live !== undefined) await live.session.rename(name.trim())
  else {
    if (parts.registry.startStage(id) === null) await refuseForeign(dir)
    await updateRun(dir, (run) => ({ ...run, name: name.trim() }))
  }
  return parts.publisher.publishCurrent(id)
}

/** @returns the run's entry in the trash */
async function remove(parts: RunParts, id: string, dir: string): Promise<string> {
  await refuseForeign(dir)
  const entry = await parts.trash.put(dir)
  parts.sizes.forget(id)
  parts.metrics.forget(metricsFile(dir))
  parts.publisher.publishRemoved(id)
  return entry
}

async function restore(parts: RunParts, id: string, entry: string): Promise<RunSummary | null> {
  const dir = await parts.trash.restore(entry)
  try {
    await readRun(dir)
  } catch (error) {
    // The run was unreadable when it was deleted; it has been restored nonetheless.
    if (error instanceof StudioError && error.code === 'checkpoint') return null
    throw error
  }
  return parts.publisher.publishCurrent(id)
}

/** Only one process may write to a run. @throws StudioError `usage` if another process trains it */
async function refuseForeign(dir: string): Promise<void> {
  const holder = await readLock(dir)
  if (holder === undefined) return
  throw problemError('usage', 'runElsewhere', { pid: holder.pid }, { where: dir })
}

async function open({ openFolder }: RunParts, dir: string): ReturnType<RunApi['runs.openFolder']> {
  if (openFolder === undefined) {
    throw problemError('usage', 'foldersOnDesktop', {}, { where: path.resolve(dir) })
  }
  const why = await openFolder(dir)
  if (why !== '') throw problemError('storage', 'folderNotOpened', { why }, { where: dir })
  return {}
}
