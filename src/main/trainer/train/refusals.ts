import { networksOf } from '../../../contract/architectures/networks-of'
import { stateOf } from '../../../contract/architectures/state'
import { problemError } from '../../../contract/errors'
import type { ErrorCode } from '../../../contract/errors'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { CheckpointManifest } from '../../../contract/run'
import { MOST_BUFFER } from '../../disk/limits'
import { machineMemory } from '../../disk/memory'
import type { Recipe } from '../../gan/training/recipe'

/** Of each trained number: itself, its gradient, and Adam's two moments. */
const COPIES = 4

/**
 * Refuses networks that no training on this machine can hold. Documents may have sizes outside
 * today's ranges, so this is known only here.
 *
 * @param code whose fault it is: `checkpoint` if the settings come from a run at `where`
 * @throws StudioError
 */
export function refuseHugeNetworks(
  hyperparameters: Hyperparameters,
  {
    code,
    where,
    memory = machineMemory().total,
  }: { code: ErrorCode; where: string; memory?: number },
): void {
  const { imageSize, channels, latentDim } = hyperparameters
  const specs = networksOf(hyperparameters, code, where)
  const sizes = [specs.generator, specs.discriminator]
    .flatMap(stateOf)
    .map(({ shape }) => shape.reduce((product, axis) => product * axis, 4))
  const total = COPIES * sizes.reduce((sum, bytes) => sum + bytes, 0)
  if (total <= memory && sizes.every((bytes) => bytes <= MOST_BUFFER)) return
  const gib = (total / 2 ** 30).toFixed(1)
  throw problemError(
    code,
    'networksTooLarge',
    { size: imageSize, channels, latentDim, gib },
    { where },
  )
}

/**
 * Refuses counts of updates that a training to this step cannot have made: they set how far Adam
 * moves the weights, so training would continue as a different one.
 *
 * @param where the checkpoint's folder
 * @throws StudioError `checkpoint`
 */
export function refuseOtherCounts(
  { step, optimizerSteps }: Pick<CheckpointManifest, 'step' | 'optimizerSteps'>,
  { batches }: Pick<Recipe, 'batches'>,
  where: string,
): void {
  const expected = { generator: step, discriminator: step * batches }
  for (const network of ['generator', 'discriminator'] as const) {
    const found = optimizerSteps[network]
    if (found === expected[network]) continue
    const why = notice('optimizerStepsDiffer', { network, found, expected: expected[network] })
    throw problemError('checkpoint', 'badCheckpoint', { why }, { where })
  }
}
