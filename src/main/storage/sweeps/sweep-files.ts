import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { asNotice, problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { SWEEP_SCHEMA_VERSION, sweepSchema } from '../../../contract/sweep/document'
import type { Sweep } from '../../../contract/sweep/document'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { parseDocument, parseStored, readDocument } from '../files/documents'
import type { DocumentKind } from '../files/documents'
import { fileStamp } from '../files/file-stamp'
import { listFolder } from '../files/list-folder'
import { withDocumentLock } from '../locks/lock'
import { timeName } from '../runs/paths'

/* The sweeps of a data folder, one file each: sweeps/<id>.json. */

const kind: DocumentKind = {
  what: 'The sweep',
  version: SWEEP_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'sweepUnreadable',
}

const NAME = /^(\w[\w-]{0,63})\.json$/

const sweepsDirectory = (root: string): string => join(root, 'sweeps')
const sweepFile = (root: string, id: string): string => join(sweepsDirectory(root), `${id}.json`)

/** The lock file of the process that continues a sweep. */
export const sweepRunnerLock = (root: string, id: string): string =>
  join(sweepsDirectory(root), `${id}.runner.lock`)

/** @param sweep all but its version, id and time @throws StudioError `storage` if the disk fails */
export async function createSweep(root: string, sweep: object, now: Date): Promise<Sweep> {
  const folder = sweepsDirectory(root)
  await onDisk('create the folder of sweeps', folder, () => makeDirectory(folder))
  const id = `${timeName(now)}-${randomBytes(3).toString('hex')}`
  const file = sweepFile(root, id)
  const stored = sweepSchema.parse({
    ...{ schemaVersion: SWEEP_SCHEMA_VERSION, id, createdAt: now.toISOString() },
    ...sweep,
  })
  await writeFileAtomic(file, toText(stored))
  return stored
}

/**
 * @throws StudioError `usage` if there is no such sweep, `checkpoint` if its file is damaged or of a
 *   newer version, `storage` if the disk fails
 */
export async function readSweep(root: string, id: string): Promise<Sweep> {
  const file = sweepFile(root, id)
  if (!NAME.test(`${id}.json`) || !fs.existsSync(file)) {
    throw problemError('usage', 'noSuchSweep', { id })
  }
  const { migrated } = parseDocument(await readDocument(file, kind), kind, file)
  // Like a run, a sweep is known by the name of its file.
  return { ...parseStored(sweepSchema, migrated, 'The sweep', file), id }
}

/** A string that changes whenever the sweep's file does. */
export const sweepStamp = (root: string, id: string): Promise<string> =>
  fileStamp(sweepFile(root, id))

/** All sweeps, newest first, and why others cannot be read. @throws StudioError `storage` */
export async function listSweeps(root: string): Promise<{ sweeps: Sweep[]; warnings: Notice[] }> {
  const sweeps: Sweep[] = []
  const warnings: Notice[] = []
  for (const id of await sweepIds(root)) {
    try {
      sweeps.push(await readSweep(root, id))
    } catch (error) {
      warnings.push(asNotice(error))
    }
  }
  return { sweeps, warnings }
}

/** The ids of all sweeps, newest first. @throws StudioError `storage` */
export async function sweepIds(root: string): Promise<string[]> {
  const entries = await listFolder(sweepsDirectory(root), 'list the sweeps', 'storage')
  const ids = entries.flatMap(({ name }) => NAME.exec(basename(name))?.[1] ?? [])
  return ids.sort().reverse()
}

/** Changes a sweep under a lock. @returns the sweep as it is then @throws StudioError as {@link readSweep} */
export async function changeSweep(
  root: string,
  id: string,
  change: (sweep: Sweep) => Partial<Sweep>,
): Promise<Sweep> {
  // If the file does not exist, its folder may not either, and the lock would fail.
  await readSweep(root, id)
  const file = sweepFile(root, id)
  return withDocumentLock(file, async () => {
    const before = await readSweep(root, id)
    const after = { ...before, ...change(before) }
    if (!isDeepStrictEqual(before, after)) await writeFileAtomic(file, toText(after))
    return after
  })
}

/** Removes a sweep; its runs stay. @throws StudioError as {@link readSweep} */
export async function deleteSweep(root: string, id: string): Promise<void> {
  await readSweep(root, id)
  const file = sweepFile(root, id)
  await withDocumentLock(file, () => onDisk('delete the sweep', file, () => fs.promises.rm(file)))
}

const toText = (sweep: Sweep): string => `${JSON.stringify(sweep, null, 1)}\n`
