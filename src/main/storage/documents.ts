import fs from 'node:fs'
import { z } from 'zod'
import { asNotice, problemError } from '../../contract/errors'
import type { StudioError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
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
  /** What a damaged or missing one is. */
  unreadable: 'runUnreadable' | 'checkpointUnreadable'
}

const versioned = z.object({ schemaVersion: z.number().int().positive() })

/**
 * Reads a text file that must be there and hold something.
 *
 * @throws StudioError `checkpoint` when it is missing or empty, `storage` when the disk fails
 */
export async function readDocument(path: string, kind: DocumentKind): Promise<string> {
  const text = await onDisk('read the file', path, () => readIfPresent(path, kind))
  if (text === undefined) throw damaged(kind, path, notice('fileMissing', {}))
  if (text.length === 0) throw damaged(kind, path, notice('fileEmpty', {}))
  return text
}

async function readIfPresent(path: string, kind: DocumentKind): Promise<string | undefined> {
  try {
    return await fs.promises.readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return undefined
    // A bad spot on the disk spoils this file, not the others: an earlier checkpoint may do.
    if (errnoOf(error) !== 'EIO') throw error
    throw damaged(kind, path, notice('fileBeyondReading', {}))
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
    throw damaged(kind, where, notice('noSchemaVersion', {}))
  }
  return { raw, migrated: migrate(raw, version, kind, where) }
}

function parseJson(text: string, kind: DocumentKind, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(kind, where, asNotice(error))
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
    if (step === undefined) throw damaged(kind, where, notice('schemaUnknown', { version }))
    document = step(document)
  }
  return document
}

function damaged(kind: DocumentKind, where: string, why: Notice): StudioError {
  return problemError('checkpoint', kind.unreadable, { why }, { where })
}
