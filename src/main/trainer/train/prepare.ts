import { isDeepStrictEqual } from 'node:util'
import { networksOfRun } from '../../../contract/architectures/networks-of'
import { parseNetworkSpec } from '../../../contract/architectures/spec'
import { problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { CheckpointManifest, DatasetIdentity, StartStage } from '../../../contract/run'
import type { TrainJob } from '../../../contract/trainer'
import type { OpenEngine } from '../../engine/engine'
import { classesOfRun } from '../../storage/datasets/class-labels'
import { loadDataset } from '../../storage/datasets/load-dataset'
import type { Dataset } from '../../../contract/datasets/dataset'
import { createGan } from '../../gan/training/gan'
import type { Training } from '../../gan/training/loop'
import { readCheckpoint } from '../../storage/checkpoints/checkpoints'
import { checkpointDirectory, runFile } from '../../storage/runs/paths'
import { chooseRunner } from './choose-runner'
import { bfloat16Note, refuseNoBfloat16 } from './bfloat16'
import { gridPlan } from './grid-plan'
import { refuseHugeNetworks, refuseOtherCounts } from './refusals'

interface Prepared {
  training: Training
  /** The engine that the checkpoint was trained on; absent for a fresh start. */
  savedOn: string | undefined
  /** Notes for the user about how the steps are run. */
  note: Notice | undefined
}

/**
 * Loads the data and creates the networks, from the seed or from the checkpoint.
 *
 * @param stage called as each stage begins
 */
export async function prepareTraining(
  job: TrainJob,
  engine: OpenEngine,
  stage: (stage: StartStage) => Promise<void>,
): Promise<Prepared> {
  const { hyperparameters, networks } = job.config
  refuseNoBfloat16(job, engine)
  const resumes = job.resumeFrom !== undefined
  refuseHugeNetworks(job.config, {
    code: resumes ? 'checkpoint' : 'usage',
    where: resumes ? runFile(job.runDir) : networks === undefined ? 'imageSize' : 'networks',
  })
  await stage('data')
  const dataset = await loadDataset(job.config.dataset, {
    datasetsDirs: job.datasetsDirs,
    imageSize: hyperparameters.imageSize,
    channels: hyperparameters.channels,
    ...classesOfRun(job.config),
  })
  try {
    return await prepareWith(dataset, job, engine, stage)
  } catch (error) {
    await dataset.images.close?.()
    throw error
  }
}

async function prepareWith(
  dataset: Dataset,
  job: TrainJob,
  engine: OpenEngine,
  stage: (stage: StartStage) => Promise<void>,
): Promise<Prepared> {
  const { hyperparameters, networks } = job.config
  refuseOtherData(dataset, job.expectDataset)
  refuseHugeBatch(hyperparameters.batchSize, dataset.count)
  const gan = createGan(hyperparameters, networks)
  const compile = (job.config.compile ?? true) && engine.compile !== undefined
  const start = async (step: number): Promise<Pick<Prepared, 'training' | 'note'>> => {
    if (compile) await stage('compile')
    const { runner, note } = chooseRunner(gan, engine, hyperparameters, {
      images: dataset.count,
      compile,
      grid: gridPlan(hyperparameters.seed, gan),
    })
    const training = { gan, runner, dataset, hyperparameters, networks, step }
    if (gan.precision === 'float32') return { training, note }
    return { training, note: bfloat16Note(engine, note) }
  }
  if (job.resumeFrom === undefined) return { ...(await start(0)), savedOn: undefined }
  const dir = checkpointDirectory(job.runDir, job.resumeFrom)
  const { manifest, state, step } = await readCheckpoint(dir)
  // A run that has not trained yet has no data set of its own: it starts from another's checkpoint.
  if (job.expectDataset === undefined) refuseOtherThanBranch(dataset, manifest.dataset)
  else refuseOtherData(dataset, manifest.dataset)
  refuseOtherNetworks(manifest, job.config, dir)
  refuseOtherCounts(manifest, gan.recipe, dir)
  gan.state.load(state, dir)
  engine.bfloat16?.restore(manifest.bfloat16 ?? {})
  return { ...(await start(step)), savedOn: manifest.engine }
}

type Content = Pick<DatasetIdentity, 'fingerprint' | 'labels'>

const sameData = (a: Content, b: Content): boolean =>
  a.fingerprint === b.fingerprint && a.labels === b.labels

function refuseOtherData(
  dataset: Dataset,
  expected: Pick<DatasetIdentity, 'name' | 'fingerprint' | 'labels'> | undefined,
): void {
  const { identity } = dataset
  if (expected === undefined || sameData(identity, expected)) return
  const given = { name: identity.name, expected: expected.name }
  throw problemError('data', 'datasetChanged', given, { where: identity.path ?? identity.name })
}

function refuseOtherThanBranch(
  { identity }: Dataset,
  expected: Pick<DatasetIdentity, 'name' | 'fingerprint' | 'labels'>,
): void {
  if (sameData(identity, expected)) return
  const { name } = expected
  const where = identity.path ?? identity.name
  throw problemError('usage', 'branchDataset', { expected: name }, { where })
}

/**
 * Refuses a checkpoint whose networks merely have the same shapes: with another slope or epsilon,
 * the training would be a different one.
 *
 * @throws StudioError `checkpoint`
 */
function refuseOtherNetworks(
  { networks }: CheckpointManifest,
  config: TrainJob['config'],
  where: string,
): void {
  if (networks === undefined) return
  const wanted = networksOfRun(config)
  for (const network of ['generator', 'discriminator'] as const) {
    const parsed = (spec: unknown) => parseNetworkSpec(spec, 'checkpoint', where)
    if (isDeepStrictEqual(parsed(networks[network]), parsed(wanted[network]))) continue
    throw problemError('checkpoint', 'otherNetworks', { network }, { where })
  }
}

function refuseHugeBatch(batchSize: number, images: number): void {
  if (batchSize <= images) return
  throw problemError('usage', 'batchTooLarge', { batchSize, images }, { where: 'batchSize' })
}
