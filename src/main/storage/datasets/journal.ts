import { existsSync } from 'node:fs'
import { z } from 'zod'
import { importRequestSchema } from '../../../contract/datasets/import'
import { refusedFileSchema } from '../../../contract/datasets/document'
import type { DatasetDocument } from '../../../contract/datasets/document'
import { writeFileAtomic } from '../files/atomic'
import { parseDocument, parseStored, readDocument, type DocumentKind } from '../files/documents'
import { ofData } from './of-data'
import { documentFile, journalFile } from './paths'
import { requirePrepared } from './read-document'

const count = z.number().int().min(0)

/**
 * The progress of an import: everything up to `done` is on disk. Written about once per second, so
 * that an import whose process died can continue from there.
 */
const fields = z.object({
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
const journalSchema = fields
  .refine(({ done, total }) => done <= (total ?? 0), 'it counts more images than there are')
  .refine(
    ({ done, train, holdOut }) => train + holdOut <= done,
    'it stores more images than it read',
  )
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

/**
 * @throws StudioError `data` if it is missing or damaged, in which case the import can only be
 *   cancelled; `storage` if the disk fails
 */
export async function readJournal(staging: string): Promise<Journal> {
  const path = journalFile(staging)
  return ofData(journalDocument, path, async () => {
    const text = await readDocument(path, journalDocument)
    const { migrated } = parseDocument(text, journalDocument, path)
    return parseStored(journalSchema, migrated, journalDocument.what, path)
  })
}

/**
 * True if only the renaming of an import's folder is left: its process died after replacing the
 * journal with the document.
 */
export const isComplete = (staging: string): boolean =>
  !existsSync(journalFile(staging)) && existsSync(documentFile(staging))

/** Facts about an import that are known without its process. */
export interface ImportState extends Pick<
  Journal,
  'total' | 'done' | 'train' | 'holdOut' | 'refused' | 'duplicates'
> {
  name: string
  path: string
  known: string | undefined
}

/** @throws StudioError `data` as {@link readJournal} */
export async function readImportState(staging: string): Promise<ImportState> {
  if (isComplete(staging)) return stateOf((await requirePrepared(staging)).document)
  const { request, ...progress } = await readJournal(staging)
  return { ...progress, name: request.name, path: request.source.path, known: request.known }
}

function stateOf(document: DatasetDocument): ImportState {
  const { name, source, duplicates, refused } = document
  const [train, holdOut] = [document.train.images, document.holdOut?.images ?? 0]
  const done = train + holdOut + refused.count
  const counts = { train, holdOut, refused, duplicates, done, total: done }
  return { name, path: source.path, known: source.known, ...counts }
}

export const writeJournal = (staging: string, journal: Journal): Promise<void> =>
  writeFileAtomic(journalFile(staging), `${JSON.stringify(journal)}\n`)
