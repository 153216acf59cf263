import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../contract/errors'
import { atOnceSchema, jobOptionsSchema, jobSchema } from '../../../contract/queue/job'
import { unlessMissing } from '../../disk/errno'
import { readTextGuarded } from '../../disk/guarded'
import { MAX_DOCUMENT_BYTES } from '../../disk/limits'
import { onDisk } from '../files/disk-errors'
import { newerSchema, parseDocument, parseStored } from '../files/documents'
import type { DocumentKind } from '../files/documents'
import { holderSchema } from '../locks/lock-files'

/* queue.json in the data folder. */

const VERSION = 1

/* Keys of other versions stay with their job, wherever it moves. */
const storedJobSchema = z.looseObject({
  ...jobSchema.shape,
  options: z.looseObject(jobOptionsSchema.shape).default({}),
  /** The process that runs it; only for running jobs. */
  holder: holderSchema.optional(),
})
export type StoredJob = z.infer<typeof storedJobSchema>

export const queueSchema = z.looseObject({
  schemaVersion: z.literal(VERSION),
  paused: z.boolean().default(false),
  atOnce: atOnceSchema.default('auto'),
  jobs: z.array(storedJobSchema).default([]),
})
export type QueueDocument = z.infer<typeof queueSchema>

const kind: DocumentKind = {
  what: 'The queue',
  version: VERSION,
  migrations: {},
  unreadable: 'queueUnreadable',
}

export const queueFile = (root: string): string => join(root, 'queue.json')

/** The lock file of the process that trains the jobs. */
export const runnerLock = (root: string): string => join(root, 'queue.runner.lock')

export const emptyQueue = (): QueueDocument => queueSchema.parse({ schemaVersion: VERSION })

/**
 * @returns undefined if there is no file
 * @throws StudioError `checkpoint` if it is damaged or from a newer version, `storage` if the disk
 *   fails
 */
export async function readQueueFile(file: string): Promise<QueueDocument | undefined> {
  const options = { maxBytes: MAX_DOCUMENT_BYTES, code: 'checkpoint' } as const
  const text = await onDisk('read the queue', file, () =>
    unlessMissing(readTextGuarded(file, options)),
  )
  if (text === undefined) return undefined
  const { migrated } = parseDocument(text, kind, file)
  return parseStored(queueSchema, migrated, 'The queue', file)
}

/** Whether a file is damaged, rather than from a newer version or on a failing disk. */
export const isDamage = (error: unknown): error is StudioError =>
  error instanceof StudioError && error.code === 'checkpoint' && error.cause !== newerSchema
