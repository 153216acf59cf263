import fs from 'node:fs'
import { z } from 'zod'
import { problemError, StudioError } from '../../contract/errors'
import { errnoOf, onDisk } from './disk-errors'

/** The `cause` of errors about documents from a newer version: those must never be skipped or overwritten. */
export const newerSchema = Symbol('made by a newer version')

/** Turns a document of the schema version it is filed under into one of the next version. */
export type Migrations = Readonly<Record<number, (raw: object) => object>>

/** What a JSON document on disk is called in errors, and which versions of it can be read. */
export interface DocumentKind {
  /** For example `The run`. */
  what: string
  version: number
  migrations: Migrations
  /** What to do when the document is damaged or missing. */
  remedy: string
}

const versioned = z.object({ schemaVersion: z.number().int().positive() })

/**
 * Reads a text file that must be there and hold something.
 *
 * @throws StudioError `checkpoint` when it is missing or empty, `storage` when the disk fails
 */
export async function readDocument(path: string, kind: DocumentKind): Promise<string> {
  const text = await onDisk('read the file', path, () => readIfPresent(path, kind))
  if (text === undefined) throw damaged(kind, path, 'the file is missing')
  if (text.length === 0) throw damaged(kind, path, 'the file is empty')
  return text
}

async function readIfPresent(path: string, kind: DocumentKind): Promise<string | undefined> {
  try {
    return await fs.promises.readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return undefined
    // A bad spot on the disk spoils this file, not the others: an earlier checkpoint may do.
    if (errnoOf(error) === 'EIO') throw damaged(kind, path, 'the disk can no longer read it')
    throw error
  }
}

/**
 * Parses a document and brings it to the version this program reads. `migrated` still has to be
 * validated by its schema; `raw` is what the file says.
 *
 * @throws StudioError `checkpoint` when it is no JSON object with a schemaVersion, or is newer
 */
export function parseDocument(
  text: string,
  kind: DocumentKind,
  where: string,
): { raw: object; migrated: object } {
  const raw = parseJson(text, kind, where)
  const version = versioned.safeParse(raw).data?.schemaVersion
  if (typeof raw !== 'object' || raw === null || version === undefined) {
    throw damaged(kind, where, 'it has no schemaVersion')
  }
  return { raw, migrated: migrate(raw, version, kind, where) }
}

function parseJson(text: string, kind: DocumentKind, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(kind, where, error instanceof Error ? error.message : 'it is not JSON')
  }
}

function migrate(raw: object, from: number, kind: DocumentKind, where: string): object {
  if (from > kind.version) {
    const given = { what: kind.what, from, upTo: kind.version }
    throw problemError('checkpoint', 'newerVersion', given, { where, cause: newerSchema })
  }
  let document = raw
  for (let version = from; version < kind.version; version++) {
    const step = kind.migrations[version]
    if (step === undefined) throw damaged(kind, where, `schema ${version} is not known`)
    document = step(document)
  }
  return document
}

function damaged(kind: DocumentKind, where: string, why: string): StudioError {
  return new StudioError('checkpoint', `${kind.what} cannot be read: ${why}`, {
    where,
    remedy: kind.remedy,
  })
}
