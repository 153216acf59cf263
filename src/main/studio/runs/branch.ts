import { isDeepStrictEqual } from 'node:util'
import { networksOfRun } from '../../../contract/architectures/networks-of'
import { parseNetworkSpec } from '../../../contract/architectures/spec'
import { problemError } from '../../../contract/errors'
import { hyperparameterSet } from '../../../contract/hyperparameters'
import type { Entry, Values } from '../../../contract/recipe/entries'
import { resetIneffective } from '../../../contract/recipe/hyperparameter-set'
import type { RunConfig } from '../../../contract/run'
import {
  latestUsable,
  readCheckpoint,
  writeCheckpoint,
} from '../../storage/checkpoints/checkpoints'
import type { Checkpoint } from '../../storage/checkpoints/checkpoints'
import { noSuchCheckpoint } from '../../storage/checkpoints/no-such-checkpoint'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { writeFileSynced } from '../../storage/files/atomic'
import { linesUpTo } from '../../storage/runs/metrics-reading'
import { checkpointDirectory, metricsFile } from '../../storage/runs/paths'
import type { StoredRun } from '../../storage/runs/runs'
import { imagesOf } from '../estimates/estimates'
import { refuseShorter } from './resume-job'

/** A new run that starts from another run's checkpoint. */
interface Branch {
  from: { id: string; step: number }
  /** Copies the checkpoint, and the metrics up to its step, to the new run's folder. */
  fill(runDir: string): Promise<void>
}

/**
 * Prepares a new run that starts from another run's checkpoint, with its weights, optimiser state,
 * running averages and noise but different settings. Its step count continues from the
 * checkpoint's.
 *
 * @param step the checkpoint's step; by default the newest usable one
 * @throws StudioError `checkpoint` if the checkpoint cannot be used, `usage` if the settings are
 *   incompatible with it
 */
export async function branchFrom(
  { dir, run }: StoredRun,
  step: number | undefined,
  config: RunConfig,
  datasetsDirs: readonly string[],
): Promise<Branch> {
  const { hyperparameters, dataset } = config
  const checkpoint = await checkpointAt(dir, step)
  const { manifest, state } = checkpoint
  refuseOtherNetworks(checkpoint, config)
  await refuseOtherImages(checkpoint, dataset, datasetsDirs)
  const { batchSize } = manifest.hyperparameters
  if (batchSize !== hyperparameters.batchSize) {
    throw problemError('usage', 'branchBatchSize', { batchSize }, { where: 'batchSize' })
  }
  // The checkpoint's optimisers would not fit.
  refuseOther(({ shapesState }) => shapesState === true, manifest.hyperparameters, hyperparameters)
  const { images } = manifest.dataset
  refuseShorter(hyperparameters, { epochs: hyperparameters.epochs }, checkpoint.step, images)
  return {
    from: { id: run.id, step: checkpoint.step },
    async fill(runDir) {
      const { dataset, engine, networks } = manifest
      const description = { step: checkpoint.step, hyperparameters, networks, dataset, engine }
      await writeCheckpoint(runDir, { ...state, ...description })
      await writeFileSynced(metricsFile(runDir), linesUpTo(metricsFile(dir), checkpoint.step))
    },
  }
}

async function checkpointAt(dir: string, step: number | undefined): Promise<Checkpoint> {
  if (step !== undefined) {
    const steps = await checkpointSteps(dir)
    if (steps.includes(step)) return readCheckpoint(checkpointDirectory(dir, step))
    throw noSuchCheckpoint(step, steps, dir)
  }
  const { checkpoint } = await latestUsable(dir)
  if (checkpoint !== undefined) return checkpoint
  throw problemError('checkpoint', 'noSoundCheckpoint', {}, { where: dir })
}

function refuseOtherNetworks({ manifest, dir }: Checkpoint, config: RunConfig): void {
  const { networks } = manifest
  if (networks === undefined) return
  const { hyperparameters } = config
  const requested = networksOfRun(config)
  for (const network of ['generator', 'discriminator'] as const) {
    const parsed = (spec: unknown) => parseNetworkSpec(spec, 'checkpoint', dir)
    if (isDeepStrictEqual(parsed(networks[network]), parsed(requested[network]))) continue
    const shapesNetworks = ({ group }: Entry) => group === 'networks' || group === 'data'
    refuseOther(shapesNetworks, manifest.hyperparameters, hyperparameters)
    throw problemError('usage', 'branchNetworks', { network }, { where: dir })
  }
}

/** Refuses a changed value of a setting that matters and has an effect. */
function refuseOther(matters: (entry: Entry) => boolean, kept: Values, requested: Values): void {
  const [from, to] = [kept, requested].map((values) => resetIneffective(hyperparameterSet, values))
  for (const [name, entry] of Object.entries<Entry>(hyperparameterSet.entries)) {
    if (!matters(entry) || from?.[name] === to?.[name]) continue
    const setting = String(from?.[name])
    throw problemError('usage', 'branchSetting', { setting }, { where: name })
  }
}

/** Compares only the sizes, before the run is created; the trainer compares the images. */
async function refuseOtherImages(
  { manifest }: Checkpoint,
  dataset: string,
  datasetsDirs: readonly string[],
): Promise<void> {
  const { name, images, width, height } = manifest.dataset
  const found = await imagesOf(dataset, datasetsDirs)
  if (found.count === images && found.width === width && found.height === height) return
  throw problemError('usage', 'branchDataset', { expected: name }, { where: dataset })
}
