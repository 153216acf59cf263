import fs from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { StudioError } from '../../contract/errors'
import type { CheckpointManifest } from '../../contract/run'
import type { StateDict } from '../../contract/tensors'
import { readGenerator } from './checkpoint-reading'
import { latestThat } from './checkpoints'
import { errnoOf, onDisk } from './disk-errors'
import { manifestName } from './manifest'
import { runFile } from './paths'

import { decodeSafetensors } from './safetensors'

export interface GeneratorSource {
  generator: StateDict
  /** Absent for a bare safetensors file. */
  manifest?: CheckpointManifest
  /** The file or checkpoint folder that the weights come from, as an absolute path. */
  where: string
  /** What a person should know: newer checkpoints that had to be skipped. */
  warnings: string[]
}

/**
 * Reads a generator's weights from a checkpoint folder, a run's folder (its newest usable
 * checkpoint) or a .safetensors file.
 *
 * @throws StudioError `checkpoint` when there is no usable generator, `storage` when the disk fails
 */
export async function readGeneratorSource(source: string): Promise<GeneratorSource> {
  const path = resolve(source)
  if (await isDirectory(path)) {
    if (await exists(join(path, manifestName))) {
      return { ...(await readGenerator(path)), where: path, warnings: [] }
    }
    if (await exists(runFile(path))) return readFromRun(path)
    throw unsuitable(path, 'This folder is neither a run nor a checkpoint')
  }
  if (extname(path) !== '.safetensors') {
    throw unsuitable(path, 'Weights are read from .safetensors files only')
  }
  const bytes = await onDisk('read the weights', path, () => fs.promises.readFile(path))
  return { generator: decodeSafetensors(bytes, path).tensors, where: path, warnings: [] }
}

async function readFromRun(runDir: string): Promise<GeneratorSource> {
  const { checkpoint, skipped } = await latestThat(runDir, async (dir) => {
    return { ...(await readGenerator(dir)), where: dir }
  })
  const reasons = skipped.map(({ step, reason }) => `checkpoint ${step}: ${reason}`)
  if (checkpoint === undefined) {
    const why = reasons.length === 0 ? 'has no checkpoint yet' : 'has no usable checkpoint'
    throw new StudioError('checkpoint', [`The run ${why}`, ...reasons].join('; '), {
      where: runDir,
      remedy: 'Train it for a while, or choose another run.',
    })
  }
  return { ...checkpoint, warnings: reasons.map((reason) => `Skipped ${reason}`) }
}

async function isDirectory(path: string): Promise<boolean> {
  return onDisk('read the weights', path, async () => {
    try {
      return (await fs.promises.stat(path)).isDirectory()
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') throw unsuitable(path, 'There is nothing at this path')
      throw error
    }
  })
}

async function exists(path: string): Promise<boolean> {
  return fs.promises.access(path).then(
    () => true,
    () => false,
  )
}

function unsuitable(path: string, message: string): StudioError {
  return new StudioError('checkpoint', message, {
    where: path,
    remedy:
      'Give the folder of a run, the folder of a checkpoint, or a .safetensors file; PyTorch ' +
      'makes one with safetensors.torch.save_file(generator.state_dict(), "generator.safetensors").',
  })
}
