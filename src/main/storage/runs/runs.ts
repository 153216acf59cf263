import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { annotated, annotationsOf, annotationsSchema } from '../../../contract/annotations'
import type { Annotations, AnnotationsChange } from '../../../contract/annotations'
import { parseWith, problemError } from '../../../contract/errors'
import { hyperparameterNames } from '../../../contract/hyperparameters'
import { isLive, RUN_SCHEMA_VERSION, runConfigSchema, runSchema } from '../../../contract/run'
import type { Run, RunConfig } from '../../../contract/run'
import { makeDirectory } from '../../disk/make-directory'
import { publishDirectory, writeFileAtomic, writeFileSynced } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { parseDocument, parseStored, readDocument, type DocumentKind } from '../files/documents'
import { readLock, withDocumentLock } from '../locks/lock'
import { checkpointsDirectory, runFile, runsDirectory, samplesDirectory, timeName } from './paths'
import { rewrite } from '../files/rewrite'
import { withSoundAlarms } from './sound-alarms'
import { withRebuiltSessions } from './rebuilt-sessions'
import { runIdOf } from './run-directories'

const runDocument: DocumentKind = {
  what: 'The run',
  version: RUN_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'runUnreadable',
}

/** A new run must have values within the current ranges. */
const newRunSchema = runSchema.extend({
  config: runConfigSchema,
  annotations: annotationsSchema.optional(),
})

export interface StoredRun {
  /** Absolute path of the run's folder. */
  dir: string
  run: Run
}

interface NewRun {
  name: string
  config: RunConfig
  now: Date
  annotations?: Annotations | undefined
  /**
   * The checkpoint it starts from, if any; `fill` writes into the folder before it is published.
   */
  branch?: { from: NonNullable<Run['from']>; fill(runDir: string): Promise<void> } | undefined
}

/**
 * Creates `<root>/runs/<id>` atomically, with run.json and folders for samples and checkpoints. The
 * run's state is `created`.
 *
 * @throws StudioError `usage` for an invalid name or config, `storage` if the disk fails
 */
export async function createRun(
  root: string,
  { name, config, now, annotations, branch }: NewRun,
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
    ...(annotations === undefined ? {} : { annotations }),
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

/** An unused id such as `20261124-083015-a1b2c3`: the time in UTC, and a random suffix. */
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
 * Reads a run. If it is stored as `running` or `paused` but has no living trainer, its state is
 * `interrupted`, and the end of its sessions is reconstructed from its files.
 *
 * @throws StudioError `checkpoint` if run.json is missing, damaged or from a newer version
 */
export async function readRun(dir: string): Promise<Run> {
  return (await readStoredAndCurrent(dir)).run
}

/** Reads a run as stored: the state may be `running` although its trainer died. @throws as {@link readRun} */
export const readStoredRun = async (dir: string): Promise<Run> => (await readStored(dir)).run

/** Reads a run both as stored and as returned by {@link readRun}. */
async function readStoredAndCurrent(dir: string): Promise<{ stored: Run; run: Run }> {
  const { run: first } = await readStored(dir)
  const live = isLive(first.state)
  if (live && (await readLock(dir)) !== undefined) {
    return { stored: first, run: await withRebuiltSessions(dir, first, true) }
  }
  // The trainer may have ended properly between the two reads: it writes its end, then unlocks.
  const stored = live ? (await readStored(dir)).run : first
  const run = await withRebuiltSessions(dir, stored, false)
  return { stored, run: isLive(run.state) ? { ...run, state: 'interrupted' } : run }
}

/**
 * Records in run.json how sessions ended whose host was killed, to keep it known after the run is
 * resumed. A run that is training, or already complete, is not written.
 *
 * @throws StudioError as {@link updateRun}
 */
export async function noteInterruption(dir: string): Promise<void> {
  const { stored, run } = await readStoredAndCurrent(dir)
  if (isLive(run.state) || isDeepStrictEqual(stored, run)) return
  await updateRun(dir, (now) => (isDeepStrictEqual(now, stored) ? run : now))
}

/**
 * Reads run.json: `stored` is its content, migrated to the current version; `run` is the part that
 * this version knows. A run's id is the name of its folder: after a folder is copied or renamed,
 * the file still contains the original id.
 */
async function readStored(dir: string): Promise<{ stored: object; run: Run }> {
  const path = runFile(dir)
  const text = await readDocument(path, runDocument)
  const migrated = withSoundAlarms(parseDocument(text, runDocument, path).migrated)
  const run = parseStored(runSchema, migrated, 'The run', path)
  return { stored: migrated, run: { ...run, id: runIdOf(resolve(dir)) } }
}

/**
 * Rejects runs with unknown settings: a run of another version can be viewed, but resuming it
 * without these settings would train something else.
 *
 * @throws StudioError `checkpoint` naming the unknown hyperparameters, and as {@link readRun}
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

/** Changes the annotations of a run. @throws StudioError as {@link updateRun} */
export const annotateStored = (dir: string, change: AnnotationsChange): Promise<Run> =>
  updateRun(dir, (run) => ({ ...run, annotations: annotated(annotationsOf(run), change) }))

const updates = new Map<string, Promise<unknown>>()

/**
 * Rewrites run.json atomically, preserving unknown keys. Updates of the same run are serialised,
 * also between processes.
 *
 * @param change receives the run as stored; after its trainer died, the state is still `running`
 * @returns the run as stored
 * @throws StudioError `checkpoint` if run.json cannot be read, `internal` if the change gives an
 *   invalid run, `storage` if the disk fails; the file is then unchanged
 */
export async function updateRun(dir: string, change: (run: Run) => Run): Promise<Run> {
  const key = resolve(dir)
  const before = updates.get(key) ?? Promise.resolve()
  const update = before
    .catch(() => undefined)
    .then(() => withDocumentLock(runFile(dir), () => rewriteRun(dir, change)))
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
