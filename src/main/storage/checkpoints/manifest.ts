import { createHash } from 'node:crypto'
import { parseWith, problemError } from '../../../contract/errors'
import {
  CHECKPOINT_SCHEMA_VERSION,
  checkpointManifestSchema,
  type CheckpointManifest,
} from '../../../contract/run'
import type { SavedState } from '../../../contract/tensors'
import { parseDocument, parseStored, readDocument, type DocumentKind } from '../files/documents'
import { hostFields } from './manifest-host'

export const manifestName = 'manifest.json'

const manifestDocument: DocumentKind = {
  what: 'The checkpoint',
  version: CHECKPOINT_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'checkpointUnreadable',
}

/** SHA-256 of the manifest's JSON without its digest. */
export function digestOf(manifest: object): string {
  const rest = Object.entries(manifest).filter(([key]) => key !== 'digest')
  return sha256(JSON.stringify(Object.fromEntries(rest)))
}

/** Serialises a manifest as written to its file. */
export function manifestText(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/**
 * Reads a checkpoint's manifest. One that was changed in any byte, even reformatted, is rejected.
 *
 * @throws StudioError `checkpoint`, with `newerSchema` as its cause if a newer version wrote it
 */
export async function readManifest(path: string): Promise<CheckpointManifest> {
  const text = await readDocument(path, manifestDocument)
  const { raw, migrated } = parseDocument(text, manifestDocument, path)
  const digest = 'digest' in raw ? raw.digest : undefined
  if (digest !== digestOf(raw) || text !== manifestText(raw)) {
    throw problemError('checkpoint', 'manifestChanged', {}, { where: path })
  }
  return parseStored(checkpointManifestSchema, migrated, 'The manifest', path)
}

/** The content of a manifest besides the hashes. */
export type CheckpointFacts = Pick<
  CheckpointManifest,
  'step' | 'hyperparameters' | 'networks' | 'dataset' | 'engine' | 'bfloat16'
> &
  Pick<SavedState, 'host'>

/** Builds the manifest of a checkpoint from its facts and the hashes of its weight files. */
export function buildManifest(
  facts: CheckpointFacts,
  files: { name: string; bytes: number; sha256: string }[],
): CheckpointManifest {
  const { step, hyperparameters, networks, dataset, engine, bfloat16, host } = facts
  const unchecked = {
    schemaVersion: CHECKPOINT_SCHEMA_VERSION,
    step,
    hyperparameters,
    networks,
    dataset,
    engine,
    ...(bfloat16 === undefined ? {} : { bfloat16 }),
    ...hostFields(host),
    files: Object.fromEntries(files.map(({ name, bytes, sha256 }) => [name, { bytes, sha256 }])),
    digest: '0'.repeat(64),
  }
  // Parsing puts the keys into the schema's order.
  const manifest = parseWith(checkpointManifestSchema, unchecked, 'internal', 'The checkpoint')
  return { ...manifest, digest: digestOf(manifest) }
}

/** Bytes hashed at a time: at most a millisecond's worth, even without SHA instructions. */
const PORTION_BYTES = 1 << 18

/** SHA-256 of the concatenated parts in hexadecimal; awaits `yieldTurn` after each portion. */
export async function sha256InPortions(
  parts: readonly Uint8Array[],
  yieldTurn: () => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256')
  for (const part of parts) {
    for (let from = 0; from < part.length; from += PORTION_BYTES) {
      hash.update(part.subarray(from, from + PORTION_BYTES))
      await yieldTurn()
    }
  }
  return hash.digest('hex')
}

/** SHA-256 in hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}
