import { networksOfRun } from '../../../contract/architectures/networks-of'
import { stateOf } from '../../../contract/architectures/state'
import { problemError } from '../../../contract/errors'
import type { ErrorCode } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { CheckpointManifest } from '../../../contract/run'
import type { TrainJob } from '../../../contract/trainer'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { machineMemory } from '../../disk/memory'
import type { Recipe } from '../../gan/training/recipe'

/** Copies of each trained value in memory: itself, its gradient, and Adam's two moments. */
const COPIES = 4

/**
 * Rejects networks too large to train on this machine. Stored documents may have sizes outside the
 * current ranges, so this can only be checked here.
 *
 * @param code the error's code: `checkpoint` if the settings come from a run at `where`
 * @throws StudioError
 */
export function refuseHugeNetworks(
  config: Pick<TrainJob['config'], 'hyperparameters' | 'networks'>,
  {
    code,
    where,
    memory = machineMemory().total,
  }: { code: ErrorCode; where: string; memory?: number },
): void {
  const { imageSize, channels, latentDim } = config.hyperparameters
  const specs = networksOfRun(config, code, where)
  const sizes = [specs.generator, specs.discriminator]
    .flatMap(stateOf)
    .map(({ shape }) => shape.reduce((product, axis) => product * axis, 4))
  const total = COPIES * sizes.reduce((sum, bytes) => sum + bytes, 0)
  if (total <= memory && sizes.every((bytes) => bytes <= MAX_BUFFER_BYTES)) return
  const gib = (total / 2 ** 30).toFixed(1)
  throw problemError(
    code,
    'networksTooLarge',
    { size: imageSize, channels, latentDim, gib },
    { where },
  )
}

/**
 * Rejects update counts that are impossible at this step: they determine Adam's step size, so
 * training would continue differently.
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
