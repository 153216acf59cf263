import { isDeepStrictEqual } from 'node:util'
import { networksOf } from '../../../contract/architectures/networks-of'
import { parseNetworkSpec } from '../../../contract/architectures/spec'
import { problemError } from '../../../contract/errors'
import type { RunConfig } from '../../../contract/run'
import {
  latestUsable,
  readCheckpoint,
  writeCheckpoint,
} from '../../storage/checkpoints/checkpoints'
import type { Checkpoint } from '../../storage/checkpoints/checkpoints'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { writeFileSynced } from '../../storage/files/atomic'
import { linesUpTo } from '../../storage/runs/metrics-reading'
import { checkpointDirectory, metricsFile } from '../../storage/runs/paths'
import type { StoredRun } from '../../storage/runs/runs'
import { refuseShorter } from './resume-job'

/** Where a new run begins: at a checkpoint of another, with settings of its own. */
interface Branch {
  from: { id: string; step: number }
  /** Puts the checkpoint, and the metrics up to it, into the new run's folder. */
  fill(runDir: string): Promise<void>
}

/**
 * Prepares a new run that starts from another run's checkpoint: with its weights, the optimisers'
 * state, averages and noise, but other settings from there on. Its steps are counted on.
 *
 * @param step of the checkpoint; the newest sound one unless given
 * @throws StudioError `checkpoint` when it cannot be used, `usage` when the settings do not allow
 * it
 */
export async function branchFrom(
  { dir, run }: StoredRun,
  step: number | undefined,
  { hyperparameters }: RunConfig,
): Promise<Branch> {
  const checkpoint = await checkpointAt(dir, step)
  const { manifest, state } = checkpoint
  refuseOtherNetworks(checkpoint, hyperparameters)
  const { batchSize } = manifest.hyperparameters
  if (batchSize !== hyperparameters.batchSize) {
    throw problemError('usage', 'branchBatchSize', { batchSize }, { where: 'batchSize' })
  }
  const { images } = manifest.dataset
  refuseShorter(hyperparameters, { epochs: hyperparameters.epochs }, checkpoint.step, images)
  return {
    from: { id: run.id, step: checkpoint.step },
    async fill(runDir) {
      const { dataset, engine, networks } = manifest
      const facts = { step: checkpoint.step, hyperparameters, networks, dataset, engine }
      await writeCheckpoint(runDir, { ...state, ...facts })
      await writeFileSynced(metricsFile(runDir), linesUpTo(metricsFile(dir), checkpoint.step))
    },
  }
}

async function checkpointAt(dir: string, step: number | undefined): Promise<Checkpoint> {
  if (step !== undefined) {
    const known = (await checkpointSteps(dir)).includes(step)
    if (known) return readCheckpoint(checkpointDirectory(dir, step))
    throw problemError('usage', 'noSuchCheckpoint', { step }, { where: dir })
  }
  const { checkpoint } = await latestUsable(dir)
  if (checkpoint !== undefined) return checkpoint
  throw problemError('checkpoint', 'noSoundCheckpoint', {}, { where: dir })
}

function refuseOtherNetworks(
  { manifest, dir }: Checkpoint,
  hyperparameters: RunConfig['hyperparameters'],
): void {
  const { networks } = manifest
  if (networks === undefined) return
  const wanted = networksOf(hyperparameters)
  for (const network of ['generator', 'discriminator'] as const) {
    const parsed = (spec: unknown) => parseNetworkSpec(spec, 'checkpoint', dir)
    if (isDeepStrictEqual(parsed(networks[network]), parsed(wanted[network]))) continue
    throw problemError('usage', 'branchNetworks', { network }, { where: dir })
  }
}
