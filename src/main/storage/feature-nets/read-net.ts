import { join } from 'node:path'
import {
  featureNetDocumentSchema,
  FEATURE_NET_SCHEMA_VERSION,
} from '../../../contract/feature-nets/document'
import type { FeatureNetDocument, NetFile } from '../../../contract/feature-nets/document'
import { problemError } from '../../../contract/errors'
import { unlessMissing } from '../../disk/errno'
import { readGuarded } from '../../disk/guarded'
import { sha256 } from '../checkpoints/manifest'
import { ofData } from '../datasets/of-data'
import { onDisk } from '../files/disk-errors'
import { parseDocument, parseStored, readDocument } from '../files/documents'
import type { DocumentKind } from '../files/documents'
import { netDocumentFile } from './paths'

const KIND: DocumentKind = {
  what: 'The feature net',
  version: FEATURE_NET_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'featureNetUnreadable',
}

/**
 * Reads the document of a feature net.
 *
 * @param dir the net's folder
 * @throws StudioError `data` if it is missing, damaged or from a newer version; `storage` if the
 *   disk fails
 */
export function readNetDocument(dir: string): Promise<FeatureNetDocument> {
  const file = netDocumentFile(dir)
  return ofData(KIND, file, async () => {
    const { migrated } = parseDocument(await readDocument(file, KIND), KIND, file)
    return parseStored(featureNetDocumentSchema, migrated, KIND.what, file)
  })
}

/**
 * Reads a file of a net's folder and compares it with its size and hash in the document.
 *
 * @param name of the file
 * @throws StudioError `data` if it is missing or has been changed; `storage` if the disk fails
 */
export async function readNetFile(dir: string, name: string, recorded: NetFile): Promise<Buffer> {
  const where = join(dir, name)
  const guard = { maxBytes: recorded.bytes, code: 'data' } as const
  const bytes = await onDisk('read the feature net', where, () =>
    unlessMissing(readGuarded(where, guard)),
  )
  if (bytes === undefined) throw problemError('data', 'netFileMissing', { file: name }, { where })
  if (bytes.length !== recorded.bytes) {
    const given = { file: name, bytes: bytes.length, expected: recorded.bytes }
    throw problemError('data', 'netFileSize', given, { where })
  }
  const sum = sha256(bytes)
  if (sum === recorded.sha256) return bytes
  const given = { file: name, sum, recorded: recorded.sha256 }
  throw problemError('data', 'netFileChanged', given, { where })
}
