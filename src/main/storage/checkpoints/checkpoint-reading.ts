import { basename, join } from 'node:path'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { WeightsChoice } from '../../../contract/generated'
import type { CheckpointManifest } from '../../../contract/run'
import type { StateDict } from '../../../contract/tensors'
import { readGuarded } from '../../disk/guarded'
import { errnoOf, onDisk } from '../files/disk-errors'
import { refuseNotFinite } from './finite'
import { manifestName, readManifest, sha256 } from './manifest'
import { stepOfName } from '../runs/paths'
import { decodeSafetensors } from '../files/safetensors'

/** The file of the generator's moving average. */
const AVERAGE = 'ema.safetensors'

/**
 * Reads and verifies only the manifest and one of the generators of a checkpoint.
 *
 * @param weights by default the moving average, if there is one
 * @throws StudioError `usage` if the average is requested and there is none
 */
export async function readGenerator(
  dir: string,
  weights?: WeightsChoice,
): Promise<{ generator: StateDict; manifest: CheckpointManifest; weights: WeightsChoice }> {
  const manifest = await readVerifiedManifest(dir)
  const averaged = manifest.files[AVERAGE] !== undefined
  if (weights === 'ema' && !averaged) throw problemError('usage', 'noAverage', {}, { where: dir })
  const chosen = weights ?? (averaged ? 'ema' : 'raw')
  const file = chosen === 'ema' ? AVERAGE : 'generator.safetensors'
  return { manifest, weights: chosen, generator: await readWeights(dir, manifest, file) }
}

/** Reads a checkpoint's manifest and checks it against its digest and the folder's name. */
export async function readVerifiedManifest(dir: string): Promise<CheckpointManifest> {
  const path = join(dir, manifestName)
  const manifest = await readManifest(path)
  const named = stepOfName(basename(dir))
  if (named !== undefined && named !== manifest.step) {
    throw damaged(path, notice('stepsDisagree', { folder: named, manifest: manifest.step }))
  }
  return manifest
}

/** The tensor files listed in a manifest, without their extension. */
export const weightFiles = ({ files }: CheckpointManifest): string[] =>
  Object.keys(files).flatMap((file) => /^([\w-]+)\.safetensors$/.exec(file)?.[1] ?? [])

/**
 * Reads one of a checkpoint's weight files; it must match the manifest and hold only finite values.
 */
export async function readWeights(
  dir: string,
  manifest: CheckpointManifest,
  name: string,
): Promise<StateDict> {
  const path = join(dir, name)
  const expected = manifest.files[name]
  if (expected === undefined) throw damaged(path, notice('fileNotListed', {}))
  const bytes = await readWeightFile(path, expected.bytes)
  if (bytes.length !== expected.bytes) {
    const given = { bytes: bytes.length, expected: expected.bytes }
    throw damaged(path, notice('otherLength', given))
  }
  if (sha256(bytes) !== expected.sha256) {
    throw damaged(path, notice('contentChanged', {}))
  }
  const { tensors } = decodeSafetensors(bytes, path)
  refuseNotFinite(tensors, path)
  return tensors
}

/**
 * @param maxBytes the size according to the manifest; a larger file is not read
 */
async function readWeightFile(path: string, maxBytes: number): Promise<Uint8Array> {
  return onDisk('read the weights', path, async () => {
    try {
      return await readGuarded(path, { maxBytes, code: 'checkpoint' })
    } catch (error) {
      if (error instanceof StudioError) throw damaged(path, reasonOf(error, maxBytes))
      if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? ''))
        throw damaged(path, notice('fileMissing', {}))
      // A bad sector spoils only this file: an earlier checkpoint may still be usable.
      if (errnoOf(error) === 'EIO') throw damaged(path, notice('fileBeyondReading', {}))
      throw error
    }
  })
}

function reasonOf(error: StudioError, expected: number): Notice {
  const { where: _same, ...why } = asNotice(error, { remedy: false })
  if (why.problem?.code !== 'fileImplausiblyLarge') return why
  return notice('otherLength', { bytes: Number(why.problem.given['bytes']), expected })
}

function damaged(path: string, why: Notice): StudioError {
  return problemError('checkpoint', 'badCheckpoint', { why }, { where: path })
}
