import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { parseWith, problemError, StudioError } from '../../../contract/errors'
import { hyperparameterNames } from '../../../contract/hyperparameters'
import { isLive, RUN_SCHEMA_VERSION, runConfigSchema, runSchema } from '../../../contract/run'
import type { Run, RunConfig } from '../../../contract/run'
import { publishDirectory, writeFileAtomic, writeFileSynced } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { parseDocument, parseStored, readDocument, type DocumentKind } from '../files/documents'
import { readLock } from '../locks/lock'
import { checkpointsDirectory, runFile, runsDirectory, samplesDirectory } from './paths'
import { rewrite } from '../files/rewrite'

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
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return onDisk('make the folder for runs', parent, async () => {
    await fs.promises.mkdir(parent, { recursive: true })
    const taken = new Set(await fs.promises.readdir(parent))
    for (;;) {
      const id = `${time}-${randomBytes(3).toString('hex')}`
      if (!taken.has(id)) return id
    }
  })
}

/**
 * Reads a run. One that says `running` or `paused` but has no living trainer is `interrupted`.
 *
 * @throws StudioError `checkpoint` when run.json is missing, damaged or from a newer version
 */
export async function readRun(dir: string): Promise<Run> {
  const { run } = await readStored(dir)
  if (!isLive(run.state) || (await readLock(dir)) !== undefined) return run
  // The trainer may have ended properly between the two looks: it writes its end, then unlocks.
  const { run: later } = await readStored(dir)
  return isLive(later.state) ? { ...later, state: 'interrupted' } : later
}

/**
 * `stored` is the file's content, migrated to today's version; `run` is the part that this program
 * knows.
 */
async function readStored(dir: string): Promise<{ stored: object; run: Run }> {
  const path = runFile(dir)
  const text = await readDocument(path, runDocument)
  const { migrated } = parseDocument(text, runDocument, path)
  return { stored: migrated, run: parseStored(runSchema, migrated, 'The run', path) }
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

function serialize(run: unknown): string {
  return `${JSON.stringify(run, null, 2)}\n`
}

const updates = new Map<string, Promise<unknown>>()

/**
 * Rewrites run.json atomically, preserving what this version does not know. Updates of the same run
 * by this process are serialised. Two processes must not update the same run at once.
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
    .then(async () => {
      const { stored, run } = await readStored(dir)
      const next = parseWith(runSchema, change(run), 'internal', 'The updated run', runFile(dir))
      await writeFileAtomic(runFile(dir), serialize(rewrite(stored, run, next)))
      return next
    })
  updates.set(key, update)
  try {
    return await update
  } finally {
    if (updates.get(key) === update) updates.delete(key)
  }
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
      list.runs.push({ dir, run: await readRun(dir) })
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      list.broken.push({ dir, error })
    }
  }
  const age = ({ dir, run }: StoredRun) => `${run.createdAt} ${dir}`
  list.runs.sort((a, b) => (age(a) < age(b) ? 1 : -1))
  return list
}

/** Folders of runs, readable or not, by name. */
export async function runDirectories(root: string): Promise<string[]> {
  const parent = runsDirectory(resolve(root))
  return onDisk('list the runs', parent, async () => {
    try {
      const entries = await fs.promises.readdir(parent, { withFileTypes: true })
      const names = entries.filter((e) => e.isDirectory() && !e.name.startsWith('.'))
      return names.map((e) => join(parent, e.name)).sort()
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return []
      throw error
    }
  })
}

/** The name of a run's folder, which is its id. */
export function runIdOf(dir: string): string {
  return basename(dir)
}
