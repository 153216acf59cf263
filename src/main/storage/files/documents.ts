import fs from 'node:fs'
import { z } from 'zod'
import { asNotice, parseWith, problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { errnoOf, onDisk } from './disk-errors'

/** The `cause` of errors about documents from a newer version: those must never be skipped or overwritten. */
export const newerSchema = Symbol('made by a newer version')

/** Turns a document of the schema version it is filed under into one of the next version. */
interface Migration {
  /** Gets a copy, which it may change; what it does not know it leaves in. */
  migrate(document: object): object
  /** What a document of the next version is. A result that is none is refused. */
  result: z.ZodType
}
type Migrations = Readonly<Record<number, Migration>>

/** What a JSON document on disk is called in errors, and which versions of it can be read. */
export interface DocumentKind {
  /** For example `The run`. */
  what: string
  version: number
  migrations: Migrations
  /** What a damaged or missing one is. */
  unreadable: 'runUnreadable' | 'checkpointUnreadable' | 'preferencesUnreadable'
  /** The version of one that names none; without it such a one is damaged. */
  unversioned?: number
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
  return { raw: raw as object, migrated: migrateDocument(raw, kind, where) }
}

/**
 * The same for a document that was parsed already; it is left as it is.
 *
 * @throws StudioError `checkpoint`
 */
export function migrateDocument(raw: unknown, kind: DocumentKind, where: string): object {
  const version = versionOf(raw, kind)
  if (typeof raw !== 'object' || raw === null || version === undefined) {
    throw damaged(kind, where, notice('noSchemaVersion', {}))
  }
  return migrate(raw, version, kind, where)
}

function versionOf(raw: unknown, { unversioned }: DocumentKind): number | undefined {
  const named = versioned.safeParse(raw)
  if (named.success) return named.data.schemaVersion
  return isObject(raw) && !('schemaVersion' in raw) ? unversioned : undefined
}

const isObject = (raw: unknown): raw is object =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

/**
 * Parses what a document says after its migration.
 *
 * @param where the file
 * @throws StudioError `checkpoint`. Where nothing but a name is at fault, such as an architecture's
 *   that this version does not have, another version wrote it: its `cause` is {@link newerSchema}
 */
export function parseStored<T>(
  schema: z.ZodType<T>,
  document: object,
  what: string,
  where: string,
): T {
  const result = schema.safeParse(document)
  if (result.success) return result.data
  const unknown = unknownValue(result.error, document)
  if (unknown === undefined) return parseWith(schema, document, 'checkpoint', what, where)
  throw problemError(
    'checkpoint',
    'unknownValue',
    { what, ...unknown },
    { where, cause: newerSchema },
  )
}

/** The first value that is of the right type and not among those there are, if all that is wrong are such. */
export function unknownValue(
  error: z.ZodError,
  document: unknown,
): { name: string; value: string } | undefined {
  const found = error.issues.map((issue) => {
    if (issue.code !== 'invalid_value') return undefined
    const value = issue.path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown>)[key],
      document,
    )
    if (typeof value !== typeof issue.values[0]) return undefined
    return { name: issue.path.join('.'), value: JSON.stringify(value) }
  })
  return found.includes(undefined) ? undefined : found[0]
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
    document = checked(step.migrate(structuredClone(document)), step, version + 1, kind, where)
  }
  return document
}

function checked(
  document: object,
  { result }: Migration,
  version: number,
  kind: DocumentKind,
  where: string,
): object {
  const { error } = z
    .object({ schemaVersion: z.literal(version) })
    .and(result)
    .safeParse(document)
  if (error === undefined) return document
  const why = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  throw damaged(kind, where, notice('migrationFailed', { version, why }))
}

function damaged(kind: DocumentKind, where: string, why: Notice): StudioError {
  return problemError('checkpoint', kind.unreadable, { why }, { where })
}
