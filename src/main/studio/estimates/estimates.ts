import { isDeepStrictEqual } from 'node:util'
import type { Estimate } from '../../../contract/estimate'
import { networksOf } from '../../../contract/architectures/networks-of'
import { parameterCounts } from '../../../contract/architectures/state'
import { problemError } from '../../../contract/errors'
import type { EngineName, EngineReport } from '../../../contract/engines'
import { hyperparameterSet } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { stepCostOf } from '../../../contract/recipe/hyperparameter-set'
import type { Run, RunConfig, Session } from '../../../contract/run'
import { stepsPerEpoch, totalSteps } from '../../gan/training/batches'
import { filesOf } from '../../gan/data/find-set'
import { checkImages, findFolder } from '../../gan/data/folder'
import { readIdxFileHeader } from '../../gan/data/idxFile'
import { gridCount } from './needs/disk-need'
import type { ImagesOnDisk } from './needs/training-memory'

/** Fewer steps are mostly the start, and say little of the rest. */
const LEAST_STEPS = 20

/** What a session showed of the speed of its run's settings. */
export interface Timing {
  run: Pick<Run, 'config'>
  session: Session
}

/** Steps per epoch and in total; null while the number of images is unknown. */
export function lengthOf(
  h: Hyperparameters,
  images: number | undefined,
): { stepsPerEpoch: number; totalSteps: number } | { stepsPerEpoch: null; totalSteps: null } {
  if (images === undefined) return { stepsPerEpoch: null, totalSteps: null }
  return { stepsPerEpoch: stepsPerEpoch(images, h.batchSize), totalSteps: totalSteps(h, images) }
}

/**
 * What a run of these settings would be, as far as it can be told before it starts.
 *
 * @param timings of sessions, newest first
 * @throws StudioError `data` when the data set cannot be used, `usage` when a batch is larger
 */
export async function estimate(
  config: RunConfig,
  datasetsDirs: readonly string[],
  timings: readonly Timing[],
  engines: readonly EngineReport[],
): Promise<Omit<Estimate, 'needs'>> {
  const h = config.hyperparameters
  const { count: images } = await imagesOf(config.dataset, datasetsDirs)
  if (h.batchSize > images) {
    const { batchSize } = h
    throw problemError('usage', 'batchTooLarge', { batchSize, images }, { where: 'batchSize' })
  }
  const { generator, discriminator } = parameterCounts(networksOf(h))
  return {
    generatorParameters: generator,
    discriminatorParameters: discriminator,
    stepsPerEpoch: stepsPerEpoch(images, h.batchSize),
    totalSteps: totalSteps(h, images),
    samples: gridCount(h, totalSteps(h, images)),
    secondsPerStep: secondsPerStep(config, timings, engines),
  }
}

/**
 * The training images of a data set by their file's header.
 *
 * @throws StudioError `data`
 */
export async function imagesOf(
  dataset: string,
  datasetsDirs: readonly string[],
): Promise<ImagesOnDisk> {
  const { images: file } = await filesOf(await findFolder(dataset, datasetsDirs), 'train')
  return checkImages((await readIdxFileHeader(file)).dims, file)
}

/**
 * From the newest session on the same engine with the same values for everything that a step's time
 * depends on.
 */
export function secondsPerStep(
  config: RunConfig,
  timings: readonly Timing[],
  engines: readonly EngineReport[],
): number | null {
  const wanted = config.engine === 'auto' ? automatic(timings, engines) : config.engine
  for (const { run, session } of timings) {
    if (session.engine?.name !== wanted || !sameSizes(run.config, config)) continue
    const steps = (session.toStep ?? 0) - session.fromStep
    const seconds = secondsOf(session)
    if (steps >= LEAST_STEPS && seconds > 0) return seconds / steps
  }
  return null
}

/** The engine that `auto` takes here: the first that loads, else what it took the last time. */
function automatic(
  timings: readonly Timing[],
  engines: readonly EngineReport[],
): EngineName | undefined {
  const loads = engines.find(({ available }) => available)?.name
  return loads ?? timings.find(({ run }) => run.config.engine === 'auto')?.session.engine?.name
}

function sameSizes(a: RunConfig, b: RunConfig): boolean {
  const [costA, costB] = [a, b].map((config) =>
    stepCostOf(hyperparameterSet, config.hyperparameters),
  )
  return isDeepStrictEqual(costA, costB)
}

/** Runs of an earlier version tell no more than when a session began and ended. */
function secondsOf({ trainedSeconds, startedAt, endedAt }: Session): number {
  if (trainedSeconds !== undefined) return trainedSeconds
  return endedAt === undefined ? 0 : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000
}
