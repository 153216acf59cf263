import path from 'node:path'
import type { AnnotationsChange } from '../../../contract/annotations'
import type { StudioApi } from '../../../contract/api'
import { problemError, StudioError } from '../../../contract/errors'
import { thinned } from '../../../contract/hardware/thin'
import type { RunSummary } from '../../../contract/summary'
import { readLock } from '../../storage/locks/lock'
import { readHardware } from '../../storage/runs/hardware-log'
import { clearMarks, measurersOf } from '../../storage/runs/measuring-marks'
import { metricsFile } from '../../storage/runs/paths'
import { runDirectories, runIdOf } from '../../storage/runs/run-directories'
import { annotateStored, readRun, updateRun } from '../../storage/runs/runs'
import type { StoredRun } from '../../storage/runs/runs'
import type { RunsWatch } from './foreign/runs-watch'
import { detailOf, exactRun, listSummaries } from './run-details'
import type { RunDetailParts } from './run-details'
import type { RegistryParts } from './run-registry'
import type { QueueService } from '../queue/queue-service'
import { deletedRuns } from './deleted-runs'
import { idOfEntry } from './trash'
import type { Trash } from './trash'

export interface RunParts extends RegistryParts, RunDetailParts {
  trash: Trash
  queue: QueueService
  watch: RunsWatch
  openFolder: ((dir: string) => Promise<string>) | undefined
}

type RunApi = Pick<StudioApi, Extract<keyof StudioApi, `runs.${string}`>>

export function runHandlers(parts: RunParts): RunApi {
  const { root, registry } = parts
  const find = async (id: string): Promise<StoredRun> => exactRun(root, id)
  // Edits run in order, so that the last one wins.
  let editing: Promise<unknown> = Promise.resolve()
  const inOrder = (edit: () => Promise<RunSummary>): Promise<RunSummary> => {
    const result = editing.catch(() => undefined).then(edit)
    editing = result
    return result
  }
  return {
    'runs.list': async () => {
      await parts.watch.ready()
      return listSummaries(parts)
    },
    'runs.get': async ({ id }) => detailOf(parts, await find(id)),
    'runs.metrics': async ({ id, ...window }) => {
      const file = metricsFile((await find(id)).dir)
      const columns = await parts.metrics.read(file, registry.get(id)?.recentPoints)
      return columns.window(window)
    },
    'runs.hardware': async ({ id, most }) => ({
      samples: thinned(await readHardware((await find(id)).dir), most),
    }),
    'runs.train': async ({ name, config, from, answer }) => {
      if (from !== undefined) await find(from.run)
      const options = { name, config, from }
      return answer === 'created' ? registry.create(options) : registry.train(options)
    },
    'runs.resume': async ({ id, ...options }) => {
      const { dir } = await find(id)
      const summary = await registry.resume(id, dir, options)
      await forget(parts, id)
      return summary
    },
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
    'runs.rename': ({ id, name }) => inOrder(async () => rename(parts, await find(id), name)),
    'runs.annotate': ({ id, change }) =>
      inOrder(async () => annotate(parts, await find(id), change)),
    'runs.delete': async ({ id, measured = false }) => {
      const dir = await directoryOf(root, id)
      const entry = await registry.claim(id, async () => {
        if (!measured) await refuseMeasured(dir)
        return remove(parts, id, dir)
      })
      await forget(parts, id)
      return { entry }
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

/** Takes a run that is trained by hand, or deleted, out of the queue. */
async function forget({ queue }: RunParts, id: string): Promise<void> {
  const listed = await queue.refresh().catch(() => undefined)
  if (listed?.jobs.some(({ run }) => run === id) !== true) return
  // If the queue cannot be written, its runner notices.
  await queue.change((jobs) => jobs.forget([id])).catch(() => undefined)
}

/** @throws StudioError `usage` if there is no such folder; the run need not be readable */
async function directoryOf(root: string, id: string): Promise<string> {
  const dir = (await runDirectories(root)).find((each) => runIdOf(each) === id)
  if (dir === undefined) throw problemError('usage', 'noSuchRun', { id })
  return dir
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

/** Works while another process trains the run, too: that process rereads the annotations. */
async function annotate(
  { registry, publisher }: RunParts,
  { dir }: StoredRun,
  change: AnnotationsChange,
): Promise<RunSummary> {
  const id = runIdOf(dir)
  const live = registry.get(id)
  if (live !== undefined) await live.session.record.annotate(change)
  else await annotateStored(dir, change)
  return publisher.publishCurrent(id)
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
  await clearMarks(dir)
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

/** @throws StudioError `usage` if a process measures the run's images */
async function refuseMeasured(dir: string): Promise<void> {
  const [holder] = await measurersOf(dir)
  if (holder !== undefined) throw problemError('usage', 'runIsMeasured', {}, { where: dir })
}

async function open({ openFolder }: RunParts, dir: string): ReturnType<RunApi['runs.openFolder']> {
  if (openFolder === undefined) {
    throw problemError('usage', 'foldersOnDesktop', {}, { where: path.resolve(dir) })
  }
  const why = await openFolder(dir)
  if (why !== '') throw problemError('storage', 'folderNotOpened', { why }, { where: dir })
  return {}
}
