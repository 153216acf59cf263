import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { parseWith, problemError, StudioError } from '../../../contract/errors'
import { hyperparameterNames } from '../../../contract/hyperparameters'
import { isLive, RUN_SCHEMA_VERSION, runConfigSchema, runSchema } from '../../../contract/run'
import type { Run, RunConfig } from '../../../contract/run'
import { makeDirectory } from '../../disk/make-directory'
import { publishDirectory, writeFileAtomic, writeFileSynced } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { parseDocument, parseStored, readDocument, type DocumentKind } from '../files/documents'
import { readLock, withDocument } from '../locks/lock'
import { checkpointsDirectory, runFile, runsDirectory, samplesDirectory, timeName } from './paths'
import { rewrite } from '../files/rewrite'
import { withRebuiltSessions } from './rebuilt-sessions'
import { asLeftover, refuseOtherName, runDirectories, runIdOf } from './run-directories'

const runDocument: DocumentKind = {
  what: 'The run',
  version: RUN_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'runUnreadable',
}

/** A new run must have values that are allowed today. */
const newRunSchema = runSchema.extend({ config: runConfigSchema })

export interface StoredRun {
  /** Absolute path of the run's folder. */
  dir: string
  run: Run
}

interface NewRun {
  name: string
  config: RunConfig
  now: Date
  /** Where it begins, unless at the beginning; `fill` writes into the folder before it is there. */
  branch?: { from: NonNullable<Run['from']>; fill(runDir: string): Promise<void> } | undefined
}

/**
 * Makes `<root>/runs/<id>` with its run.json and empty folders for samples and checkpoints,
 * all at once. The state is `created`.
 *
 * @throws StudioError `usage` for a name or config that is not valid, `storage` when the disk fails
 */
export async function createRun(
  root: string,
  { name, config, now, branch }: NewRun,
): Promise<StoredRun> {
  const parent = runsDirectory(resolve(root))
  const id = await freeId(parent, now)
  const unchecked: Run = {
    schemaVersion: RUN_SCHEMA_VERSION,
    id,
    name,
    createdAt: now.toISOString(),
    config,
    ...(branch === undefined ? {} : { from: branch.from }),
    state: 'created',
    sessions: [],
  }
  const run = parseWith(newRunSchema, unchecked, 'usage', 'The new run')
  await publishDirectory(parent, id, async (dir) => {
    await fs.promises.mkdir(samplesDirectory(dir))
    await fs.promises.mkdir(checkpointsDirectory(dir))
    await branch?.fill(dir)
    await writeFileSynced(runFile(dir), serialize(run))
  })
  return { dir: join(parent, id), run }
}

/** An id that no run has, such as `20261124-083015-a1b2c3`: the time in UTC, and chance. */
async function freeId(parent: string, now: Date): Promise<string> {
  const time = timeName(now)
  return onDisk('create the folder for runs', parent, async () => {
    await makeDirectory(parent)
    const taken = new Set(await fs.promises.readdir(parent))
    for (;;) {
      const id = `${time}-${randomBytes(3).toString('hex')}`
      if (!taken.has(id)) return id
    }
  })
}

/**
 * Reads a run. One that says `running` or `paused` but has no living trainer is `interrupted`, and
 * what its host could not note of how it ended is found in its files.
 *
 * @throws StudioError `checkpoint` when run.json is missing, damaged or from a newer version
 */
export async function readRun(dir: string): Promise<Run> {
  return (await readBoth(dir)).run
}

/** A run as it is stored, and as {@link readRun} gives it. */
async function readBoth(dir: string): Promise<{ stored: Run; run: Run }> {
  const { run: first } = await readStored(dir)
  const live = isLive(first.state)
  if (live && (await readLock(dir)) !== undefined) {
    return { stored: first, run: await withRebuiltSessions(dir, first, true) }
  }
  // The trainer may have ended properly between the two looks: it writes its end, then unlocks.
  const stored = live ? (await readStored(dir)).run : first
  const run = await withRebuiltSessions(dir, stored, false)
  return { stored, run: isLive(run.state) ? { ...run, state: 'interrupted' } : run }
}

/**
 * Notes in run.json how sessions ended whose host was killed, so that it stays known after the run
 * has been resumed. A run that is training, or whose record is complete, is not written.
 *
 * @throws StudioError as {@link updateRun}
 */
export async function noteInterruption(dir: string): Promise<void> {
  const { stored, run } = await readBoth(dir)
  if (isLive(run.state) || isDeepStrictEqual(stored, run)) return
  await updateRun(dir, (now) => (isDeepStrictEqual(now, stored) ? run : now))
}

/**
 * `stored` is the file's content, migrated to today's version; `run` is the part that this program
 * knows. A run's id is the name of its folder: the file of a folder that was copied or renamed
 * still has the id of the original.
 */
async function readStored(dir: string): Promise<{ stored: object; run: Run }> {
  const path = runFile(dir)
  const text = await readDocument(path, runDocument)
  const { migrated } = parseDocument(text, runDocument, path)
  const run = parseStored(runSchema, migrated, 'The run', path)
  return { stored: migrated, run: { ...run, id: runIdOf(resolve(dir)) } }
}

/**
 * A run of another version may be viewed, but resuming it without its unknown settings would train
 * something else.
 *
 * @throws StudioError `checkpoint` naming the hyperparameters that this version does not know, and
 *   as {@link readRun}
 */
export async function refuseUnknownSettings(dir: string): Promise<void> {
  const { stored } = await readStored(dir)
  const { config } = storedNames.parse(stored)
  const known: readonly string[] = hyperparameterNames
  const names = Object.keys(config.hyperparameters).filter((name) => !known.includes(name))
  if (names.length === 0) return
  const given = { names: names.join(', ') }
  throw problemError('checkpoint', 'runHasUnknownSettings', given, { where: runFile(dir) })
}

const storedNames = z.object({
  config: z.object({ hyperparameters: z.record(z.string(), z.unknown()) }),
})

/** The same for every run of a data folder; one that cannot be read, or written, is left as it is. */
export async function noteInterruptions(root: string): Promise<void> {
  for (const dir of await runDirectories(root).catch(() => [])) {
    await noteInterruption(dir).catch(() => undefined)
  }
}

function serialize(run: unknown): string {
  return `${JSON.stringify(run, null, 2)}\n`
}

const updates = new Map<string, Promise<unknown>>()

/**
 * Rewrites run.json atomically, preserving what this version does not know. Updates of the same run
 * take turns, whichever process makes them.
 *
 * @param change gets the run as it is stored, so a dead trainer's state is still `running`
 * @returns the run as now stored
 * @throws StudioError `checkpoint` when what is there cannot be read (it is then left as it is),
 *   `internal` when the change gives no valid run, `storage` when the disk fails
 */
export async function updateRun(dir: string, change: (run: Run) => Run): Promise<Run> {
  const key = resolve(dir)
  const before = updates.get(key) ?? Promise.resolve()
  const update = before
    .catch(() => undefined)
    .then(() => withDocument(runFile(dir), () => rewriteRun(dir, change)))
  updates.set(key, update)
  try {
    return await update
  } finally {
    if (updates.get(key) === update) updates.delete(key)
  }
}

async function rewriteRun(dir: string, change: (run: Run) => Run): Promise<Run> {
  const { stored, run } = await readStored(dir)
  const next = parseWith(runSchema, change(run), 'internal', 'The updated run', runFile(dir))
  await writeFileAtomic(runFile(dir), serialize(rewrite(stored, run, next)))
  return next
}

export interface RunList {
  runs: StoredRun[]
  broken: { dir: string; error: StudioError }[]
}

/**
 * All runs in a data folder, newest first; those that cannot be read apart, each with its error.
 * A data folder that does not exist yet has none.
 *
 * @throws StudioError `storage` when the folder cannot be read
 */
export async function listRuns(root: string): Promise<RunList> {
  const list: RunList = { runs: [], broken: [] }
  for (const dir of await runDirectories(root)) {
    try {
      refuseOtherName(dir)
      list.runs.push({ dir, run: await readRun(dir) })
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      list.broken.push({ dir, error: await asLeftover(dir, error) })
    }
  }
  const age = ({ dir, run }: StoredRun) => `${run.createdAt} ${dir}`
  list.runs.sort((a, b) => (age(a) < age(b) ? 1 : -1))
  return list
}
