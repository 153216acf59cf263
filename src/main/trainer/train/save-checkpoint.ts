import { networksOfRun } from '../../../contract/architectures/networks-of'
import { problemError } from '../../../contract/errors'
import type { StateDict } from '../../../contract/tensors'
import type { OpenEngine } from '../../engine/engine'
import type { Training } from '../../gan/training/loop'
import type { Snapshot } from '../../gan/training/snapshot'
import { countNotFinite } from '../../storage/checkpoints/finite'
import { writeCheckpoint } from '../../storage/checkpoints/checkpoints'
import { timeSlices } from './saves'

/**
 * Writes a snapshot as a checkpoint, in slices between training steps. The host deletes old
 * checkpoints, since it knows which ones are the best or are still being measured.
 *
 * @returns its size on disk in bytes
 * @throws StudioError `training` if the weights are not finite, or `storage`
 */
export async function saveCheckpoint(
  runDir: string,
  training: Training,
  snapshot: Snapshot,
  { name: engine, bfloat16 }: Pick<OpenEngine, 'name' | 'bfloat16'>,
): Promise<number> {
  const { hyperparameters, dataset } = training
  const yieldTurn = timeSlices()
  const { step } = snapshot
  const state = await snapshot.read(yieldTurn)
  for (const [file, tensors] of state.files) {
    await refuseNonFiniteWeights(tensors, { step, file }, yieldTurn)
  }
  const { path: _machineOwn, ...identity } = dataset.identity
  const networks = networksOfRun(training)
  const casts = hyperparameters.precision === 'bfloat16' ? bfloat16?.choices() : undefined
  const facts = {
    ...{ step, hyperparameters, networks, dataset: identity, engine },
    ...(casts === undefined ? {} : { bfloat16: casts }),
  }
  const { bytes } = await writeCheckpoint(runDir, { ...state, ...facts }, yieldTurn)
  return bytes
}

/**
 * A step with finite losses can still produce weights that are not finite; these must not become a
 * checkpoint.
 */
async function refuseNonFiniteWeights(
  state: StateDict,
  { step, file }: { step: number; file: string },
  yieldTurn: () => Promise<void>,
): Promise<void> {
  for (const [tensor, { dtype, data }] of state) {
    const count = dtype === 'F32' ? countNotFinite(data) : 0
    if (count > 0) {
      const given = { step, name: `${file}: ${tensor}`, count, of: data.length }
      throw problemError('training', 'weightsDiverged', given)
    }
    await yieldTurn()
  }
}
