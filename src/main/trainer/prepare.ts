import { problemError } from '../../contract/errors'
import type { Notice } from '../../contract/notices'
import type { DatasetIdentity } from '../../contract/run'
import type { TrainJob } from '../../contract/trainer'
import type { OpenEngine } from '../engine/engine'
import { loadDataset } from '../gan/data/dataset'
import type { Dataset } from '../gan/data/dataset'
import { createGan, writeGanState } from '../gan/gan'
import type { Training } from '../gan/loop'
import { RandomStream } from '../gan/random'
import { readCheckpoint } from '../storage/checkpoints'
import { checkpointDirectory } from '../storage/paths'
import { chooseRunner } from './choose-runner'
import { GRID_IMAGES } from './grid-sampler'

export interface Prepared {
  training: Training
  /** The engine that the checkpoint was trained on; absent for a fresh start. */
  savedOn: string | undefined
  /** What a person should know about how the steps are taken. */
  note: Notice | undefined
}

/** Loads the data and makes the networks: fresh from the seed, or as the checkpoint left them. */
export async function prepareTraining(job: TrainJob, engine: OpenEngine): Promise<Prepared> {
  const { hyperparameters } = job.config
  const dataset = await loadDataset(job.config.dataset, {
    datasetsDirs: job.datasetsDirs,
    imageSize: hyperparameters.imageSize,
    channels: hyperparameters.channels,
  })
  refuseOtherData(dataset, job.expectDataset)
  refuseHugeBatch(hyperparameters.batchSize, dataset.count)
  const gan = createGan(hyperparameters)
  const choose = () =>
    chooseRunner(gan, engine, hyperparameters, {
      images: dataset.count,
      compile: job.config.compile ?? true,
      grid: GRID_IMAGES,
    })
  if (job.resumeFrom === undefined) {
    const noise = RandomStream.seeded(hyperparameters.seed, 'noise')
    const { runner, note } = choose()
    const training = { gan, runner, dataset, hyperparameters, noise, step: 0 }
    return { training, savedOn: undefined, note }
  }
  const dir = checkpointDirectory(job.runDir, job.resumeFrom)
  const { manifest, generator, discriminator, optimizer } = await readCheckpoint(dir)
  refuseOtherData(dataset, manifest.dataset)
  const { optimizerSteps, step } = manifest
  writeGanState(gan, { generator, discriminator, optimizer, optimizerSteps }, dir)
  const noise = RandomStream.restored(manifest.noise)
  const { runner, note } = choose()
  const training = { gan, runner, dataset, hyperparameters, noise, step }
  return { training, savedOn: manifest.engine, note }
}

function refuseOtherData(
  dataset: Dataset,
  expected: Pick<DatasetIdentity, 'name' | 'fingerprint'> | undefined,
): void {
  if (expected === undefined || expected.fingerprint === dataset.identity.fingerprint) return
  const { identity } = dataset
  const given = { name: identity.name, expected: expected.name }
  throw problemError('data', 'datasetChanged', given, { where: identity.path ?? identity.name })
}

function refuseHugeBatch(batchSize: number, images: number): void {
  if (batchSize <= images) return
  throw problemError('usage', 'batchTooLarge', { batchSize, images }, { where: 'batchSize' })
}
