import fs from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { WeightsChoice } from '../../../contract/generated'
import type { CheckpointManifest } from '../../../contract/run'
import type { StateDict } from '../../../contract/tensors'
import { readGenerator } from './checkpoint-reading'
import { latestReadable, skippedNotice } from './checkpoints'
import { errnoOf, onDisk } from '../files/disk-errors'
import { refuseNotFinite } from './finite'
import { manifestName } from './manifest'
import { runFile } from '../runs/paths'
import { readSafetensors } from '../files/read-safetensors'

export interface GeneratorSource {
  generator: StateDict
  /** Absent for a bare safetensors file. */
  manifest?: CheckpointManifest
  /** Absent for a bare safetensors file. */
  weights?: WeightsChoice
  /** Absolute path of the file or checkpoint folder that the weights come from. */
  where: string
  /** Warnings for the user: newer checkpoints that had to be skipped. */
  warnings: Notice[]
}

/**
 * Reads a generator's weights from a checkpoint folder, a run's folder (its newest usable
 * checkpoint) or a safetensors file.
 *
 * @param weights of a checkpoint; by default the moving average, if there is one
 * @throws StudioError `checkpoint` if there is no usable generator, `storage` if the disk fails,
 *   `usage` if the average is requested and there is none
 */
export async function readGeneratorSource(
  source: string,
  weights?: WeightsChoice,
): Promise<GeneratorSource> {
  const path = resolve(source)
  if (await isDirectory(path)) {
    if (await exists(join(path, manifestName))) {
      return { ...(await readGenerator(path, weights)), where: path, warnings: [] }
    }
    if (await exists(runFile(path))) return readFromRun(path, weights)
    throw problemError('checkpoint', 'holdsNoWeights', {}, { where: path })
  }
  if (weights === 'ema') throw problemError('usage', 'noAverage', {}, { where: path })
  const requireSignature = extname(path) !== '.safetensors'
  const { tensors: generator } = await onDisk('read the weights', path, () =>
    readSafetensors(path, { requireSignature }),
  )
  refuseNotFinite(generator, path)
  return { generator, where: path, warnings: [] }
}

async function readFromRun(runDir: string, weights?: WeightsChoice): Promise<GeneratorSource> {
  const { checkpoint, skipped } = await latestReadable(runDir, async (dir) => {
    return { ...(await readGenerator(dir, weights)), where: dir }
  })
  const warnings = skipped.map(skippedNotice)
  if (checkpoint !== undefined) return { ...checkpoint, warnings }
  const at = { where: runDir }
  if (warnings.length === 0) throw problemError('checkpoint', 'noCheckpointYet', {}, at)
  throw problemError('checkpoint', 'noUsableCheckpoint', { why: warnings }, at)
}

async function isDirectory(path: string): Promise<boolean> {
  return onDisk('read the weights', path, async () => {
    try {
      return (await fs.promises.stat(path)).isDirectory()
    } catch (error) {
      const errno = errnoOf(error) ?? ''
      if (errno === 'ELOOP') throw problemError('checkpoint', 'linkLoop', {}, { where: path })
      if (!['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errno)) throw error
      throw problemError('checkpoint', 'nothingThere', {}, { where: path })
    }
  })
}

async function exists(path: string): Promise<boolean> {
  return fs.promises.access(path).then(
    () => true,
    () => false,
  )
}
