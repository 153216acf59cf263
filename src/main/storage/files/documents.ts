import { z } from 'zod'
import { asNotice, parseWith, problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_DOCUMENT_BYTES } from '../../disk/limits'
import { errnoOf, onDisk } from './disk-errors'

/**
 * The `cause` of errors about documents from a newer version, which must never be skipped or
 * overwritten.
 */
export const newerSchema = Symbol('made by a newer version')

/** Converts a document from the schema version it is listed under to the next version. */
interface Migration {
  /** Receives a copy, which it may change; it must keep unknown keys. */
  migrate(document: object): object
  /** The schema of the next version; a result that does not match is refused. */
  result: z.ZodType
}
type Migrations = Readonly<Record<number, Migration>>

/** A kind of JSON document on disk: its name in errors and its readable versions. */
export interface DocumentKind {
  /** For example `The run`. */
  what: string
  version: number
  migrations: Migrations
  /** The problem code for a damaged or missing document. */
  unreadable:
    | 'runUnreadable'
    | 'checkpointUnreadable'
    | 'preferencesUnreadable'
    | 'importUnreadable'
    | 'datasetUnreadable'
    | 'evaluationUnreadable'
    | 'neighboursUnreadable'
    | 'featureNetUnreadable'
    | 'queueUnreadable'
    | 'sweepUnreadable'
  /** The version of documents without `schemaVersion`; if absent, these count as damaged. */
  unversioned?: number
}

const versioned = z.object({ schemaVersion: z.number().int().positive() })

/**
 * Reads a text file that must exist and not be empty.
 *
 * @throws StudioError `checkpoint` if it is missing or empty, `storage` if the disk fails
 */
export async function readDocument(path: string, kind: DocumentKind): Promise<string> {
  const text = await onDisk('read the file', path, () => readIfPresent(path, kind))
  if (text === undefined) throw damaged(kind, path, notice('fileMissing', {}))
  if (text.length === 0) throw damaged(kind, path, notice('fileEmpty', {}))
  return text
}

async function readIfPresent(path: string, kind: DocumentKind): Promise<string | undefined> {
  try {
    return await readTextGuarded(path, { maxBytes: MAX_DOCUMENT_BYTES, code: 'checkpoint' })
  } catch (error) {
    if (error instanceof StudioError) throw damaged(kind, path, reasonOf(error))
    const errno = errnoOf(error) ?? ''
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errno)) return undefined
    // A bad sector spoils only this file: an earlier checkpoint may still be readable.
    if (errno !== 'EIO') throw error
    throw damaged(kind, path, notice('fileBeyondReading', {}))
  }
}

/**
 * Parses a document and migrates it to the current version. `migrated` must still be validated by
 * its schema; `raw` is the unchanged content.
 *
 * @throws StudioError `checkpoint` if it is not a JSON object with a schemaVersion, or from a newer
 *   version
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
 * Migrates a parsed document to the current version, without modifying it.
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
 * Validates a document after its migration.
 *
 * @param where the file
 * @throws StudioError `checkpoint`. If only a value such as an architecture is unknown, another
 *   version wrote the document, and the error's `cause` is {@link newerSchema}
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

/**
 * The first value of the right type that is not a known one; undefined if anything else is wrong.
 */
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
    return parseJsonGuarded(text)
  } catch (error) {
    throw damaged(kind, where, reasonOf(error))
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

/** Converts an error to a reason for another error, which already names the file. */
function reasonOf(error: unknown): Notice {
  const { where: _same, ...why } = asNotice(error, { remedy: false })
  return why
}

function damaged(kind: DocumentKind, where: string, why: Notice): StudioError {
  return problemError('checkpoint', kind.unreadable, { why }, { where })
}
