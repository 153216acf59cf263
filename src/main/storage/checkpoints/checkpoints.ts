import { join } from 'node:path'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { CheckpointManifest } from '../../../contract/run'
import type { SavedState, StateDict } from '../../../contract/tensors'
import { publishDirectory, removePublished, writeFileSynced } from '../files/atomic'
import { checkpointEntries, checkpointSteps, sizeOf } from './checkpoint-folders'
import { readVerifiedManifest, readWeights, weightFiles } from './checkpoint-reading'
import { makeSubfolder } from '../../disk/make-directory'
import { onDisk } from '../files/disk-errors'
import { newerSchema } from '../files/documents'
import {
  buildManifest,
  manifestName,
  manifestText,
  sha256InPortions,
  type CheckpointFacts,
} from './manifest'
import { hostValues } from './manifest-host'
import { checkpointDirectory, checkpointsDirectory, stepName } from '../runs/paths'
import { lengthOf, safetensorsParts } from '../files/safetensors'

/** The contents of a checkpoint: everything that an exact resume needs, but no times or paths. */
export type CheckpointContents = CheckpointFacts & SavedState

/**
 * Publishes a checkpoint atomically as `checkpoints/<step>/`, replacing one of the same step. Equal
 * contents give equal bytes.
 *
 * @param yieldTurn called often, to let other work run in between
 * @returns the size on disk in bytes
 * @throws StudioError `storage`; earlier checkpoints are then unchanged
 */
export async function writeCheckpoint(
  runDir: string,
  contents: CheckpointContents,
  yieldTurn: () => Promise<void> = () => Promise.resolve(),
): Promise<{ bytes: number }> {
  const files: { name: string; parts: Uint8Array[]; bytes: number; sha256: string }[] = []
  for (const [name, tensors] of contents.files) {
    // PyTorch writes this, and some of its loaders require it.
    const parts = safetensorsParts(tensors, { format: 'pt' })
    const sha256 = await sha256InPortions(parts, yieldTurn)
    files.push({ name: `${name}.safetensors`, parts, bytes: lengthOf(parts), sha256 })
  }
  const manifest = manifestText(buildManifest(contents, files))
  const parent = checkpointsDirectory(runDir)
  await onDisk('save the checkpoint', parent, () => makeSubfolder(parent))
  await publishDirectory(parent, stepName(contents.step), async (dir) => {
    for (const { name, parts } of files) await writeFileSynced(join(dir, name), parts)
    await writeFileSynced(join(dir, manifestName), manifest)
  })
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  return { bytes: total + Buffer.byteLength(manifest) }
}

/** A checkpoint that was read and verified. */
export interface Checkpoint {
  step: number
  dir: string
  manifest: CheckpointManifest
  state: SavedState
}

/** The weight files of every checkpoint; recipes may add others. */
const EVERY_FILE = ['generator', 'discriminator', 'optimizer']

/**
 * Reads a checkpoint and verifies every byte against the hashes in its manifest. Weights and
 * optimiser moments must be finite.
 *
 * @throws StudioError `checkpoint` naming the damaged file, `storage` if the disk fails
 */
export async function readCheckpoint(dir: string): Promise<Checkpoint> {
  const manifest = await readVerifiedManifest(dir)
  const files = new Map<string, StateDict>()
  for (const name of new Set([...EVERY_FILE, ...weightFiles(manifest)])) {
    files.set(name, await readWeights(dir, manifest, `${name}.safetensors`))
  }
  return { step: manifest.step, dir, manifest, state: { files, host: hostValues(manifest) } }
}

interface ListedCheckpoint {
  step: number
  dir: string
  /** Size on disk. */
  bytes: number
}

/**
 * Lists the published checkpoints of a run in ascending order, without checking their content.
 *
 * @throws StudioError `storage`
 */
export async function listCheckpoints(runDir: string): Promise<ListedCheckpoint[]> {
  const listed: ListedCheckpoint[] = []
  for (const step of await checkpointSteps(runDir)) {
    const dir = checkpointDirectory(runDir, step)
    const bytes = await onDisk('list the checkpoints', dir, () => sizeOf(dir))
    if (bytes !== undefined) listed.push({ step, dir, bytes })
  }
  return listed
}

interface LatestUsable<T> {
  /** Undefined if there is none. */
  checkpoint: T | undefined
  /** Newer checkpoints that are damaged, newest first. */
  skipped: SkippedCheckpoint[]
}

/** A checkpoint that cannot be used, and why. */
export interface SkippedCheckpoint {
  step: number
  why: Notice
}

/** The notice about a skipped checkpoint. */
export const skippedNotice = (skipped: SkippedCheckpoint): Notice =>
  notice('checkpointSkipped', { ...skipped })

/**
 * Finds the newest checkpoint of a run that passes full verification.
 *
 * @throws StudioError `checkpoint` if the newest one is from a newer version, `storage` if the disk
 *   fails
 */
export async function latestUsable(runDir: string): Promise<LatestUsable<Checkpoint>> {
  return latestReadable(runDir, readCheckpoint)
}

/**
 * Finds the newest checkpoint that `read` accepts; see {@link latestUsable}.
 *
 * @param after considers later steps only
 */
export async function latestReadable<T>(
  runDir: string,
  read: (dir: string) => Promise<T>,
  after = -1,
): Promise<LatestUsable<T>> {
  const skipped: LatestUsable<T>['skipped'] = []
  for (const { step, isFolder, isLink } of (await checkpointEntries(runDir)).reverse()) {
    if (step === undefined || step <= after) continue
    try {
      if (!isFolder) {
        throw problemError('checkpoint', isLink ? 'runLinkDangling' : 'checkpointNotFolder', {})
      }
      return { checkpoint: await read(checkpointDirectory(runDir, step)), skipped }
    } catch (error) {
      if (!(error instanceof StudioError) || !mayBeSkipped(error)) throw error
      skipped.push({ step, why: asNotice(error, { remedy: false }) })
    }
  }
  return { checkpoint: undefined, skipped }
}

/**
 * Returns true for a damaged checkpoint, but not for one from a newer version: resuming from an
 * older one would discard it.
 */
function mayBeSkipped(error: StudioError): boolean {
  return error.code === 'checkpoint' && error.cause !== newerSchema
}

interface Retained {
  /** The number of newest checkpoints to keep; 0 keeps all. */
  keep: number
  /**
   * The step last written. Checkpoints of later steps belong to an abandoned branch. They neither
   * count nor are deleted: otherwise a damaged one could displace a good one.
   */
  current?: number
  /** Given the steps of all checkpoints, returns those to keep besides the newest ones. */
  besides?: (steps: readonly number[]) => ReadonlySet<number>
}

/**
 * Deletes all but the newest checkpoints and those to keep besides them.
 *
 * @returns the steps deleted
 * @throws StudioError `storage`
 */
export async function retainCheckpoints(
  runDir: string,
  { keep, current = Infinity, besides = () => new Set() }: Retained,
): Promise<number[]> {
  if (keep === 0) return []
  const steps = (await checkpointSteps(runDir)).filter((step) => step <= current)
  const kept = besides(steps)
  const removed = steps.slice(0, -keep).filter((step) => !kept.has(step))
  for (const step of removed) await removePublished(checkpointsDirectory(runDir), stepName(step))
  return removed
}
