import { networksOf } from '../../../contract/architectures/networks-of'
import type { EngineName } from '../../../contract/engines'
import { problemError } from '../../../contract/errors'
import type { StateDict } from '../../../contract/tensors'
import type { Training } from '../../gan/training/loop'
import type { Snapshot } from '../../gan/training/snapshot'
import { retainCheckpoints, writeCheckpoint } from '../../storage/checkpoints/checkpoints'
import { stretches } from './saves'

/**
 * Writes a checkpoint of a snapshot, in stretches between training steps, and drops the oldest
 * beyond the number to keep.
 *
 * @returns its size on disk in bytes
 * @throws StudioError `training` when the weights are not finite, `storage`
 */
export async function saveCheckpoint(
  runDir: string,
  { hyperparameters, dataset }: Training,
  snapshot: Snapshot,
  engine: EngineName,
): Promise<number> {
  const yieldTurn = stretches()
  const { step } = snapshot
  const state = await snapshot.read(yieldTurn)
  for (const tensors of state.files.values()) await refuseNonFiniteWeights(tensors, step, yieldTurn)
  const { path: _machineOwn, ...identity } = dataset.identity
  const networks = networksOf(hyperparameters)
  const facts = { step, hyperparameters, networks, dataset: identity, engine }
  const { bytes } = await writeCheckpoint(runDir, { ...state, ...facts }, yieldTurn)
  await retainCheckpoints(runDir, hyperparameters.keepCheckpoints, step)
  return bytes
}

/** A step whose losses were fine can still leave weights that are not: those must not become a checkpoint. */
async function refuseNonFiniteWeights(
  state: StateDict,
  step: number,
  yieldTurn: () => Promise<void>,
): Promise<void> {
  for (const [name, { dtype, data }] of state) {
    if (dtype === 'F32' && !isFinite(data as Float32Array)) {
      throw problemError('training', 'weightsDiverged', { step, name })
    }
    await yieldTurn()
  }
}

function isFinite(values: Float32Array): boolean {
  // Every checkpoint looks at millions of numbers: a plain loop takes a tenth of every().
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}
