import { z } from 'zod'
import { importRequestSchema } from '../../../contract/datasets/import'
import { refusedFileSchema } from '../../../contract/datasets/document'
import { writeFileAtomic } from '../files/atomic'
import { parseDocument, parseStored, readDocument, type DocumentKind } from '../files/documents'
import { journalFile } from './paths'

const count = z.number().int().min(0)

/**
 * The progress of an import: everything up to `done` is on disk. Written about once per second, so
 * that an import whose process died can continue from there.
 */
export const journalSchema = z.object({
  schemaVersion: z.literal(1),
  request: importRequestSchema,
  /** The source's stamp when it was first listed; null before. */
  stamp: z.string().nullable(),
  /** Selected source images; null before the source is listed. */
  total: count.nullable(),
  /** Selected source images done, refused and skipped ones included. */
  done: count,
  /** Images stored in each part. */
  train: count,
  holdOut: count,
  refused: z.object({ count, files: z.array(refusedFileSchema) }),
  duplicates: count,
  /** Sizes of the source images: [width, height, images]. */
  sizes: z.array(z.tuple([count, count, count])),
})
export type Journal = z.infer<typeof journalSchema>

export const newJournal = (request: Journal['request']): Journal => ({
  schemaVersion: 1,
  request,
  stamp: null,
  total: null,
  done: 0,
  train: 0,
  holdOut: 0,
  refused: { count: 0, files: [] },
  duplicates: 0,
  sizes: [],
})

const journalDocument: DocumentKind = {
  what: 'The import',
  version: 1,
  migrations: {},
  unreadable: 'importUnreadable',
}

/** @throws StudioError if it is missing or damaged: the import can only be removed */
export async function readJournal(staging: string): Promise<Journal> {
  const path = journalFile(staging)
  const { migrated } = parseDocument(
    await readDocument(path, journalDocument),
    journalDocument,
    path,
  )
  return parseStored(journalSchema, migrated, 'The import', path)
}

export const writeJournal = (staging: string, journal: Journal): Promise<void> =>
  writeFileAtomic(journalFile(staging), `${JSON.stringify(journal)}\n`)
