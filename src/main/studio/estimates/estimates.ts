import { isDeepStrictEqual } from 'node:util'
import type { Estimate } from '../../../contract/estimate'
import { networksOfRun } from '../../../contract/architectures/networks-of'
import { parameterCounts } from '../../../contract/architectures/state'
import { problemError } from '../../../contract/errors'
import type { EngineName, EngineReport } from '../../../contract/engines'
import { hyperparameterSet } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { withFixedSchedule } from '../../../contract/recipe/fixed-schedule'
import { stepCostOf } from '../../../contract/recipe/hyperparameter-set'
import type { Run, RunConfig, Session } from '../../../contract/run'
import { stepsPerEpoch, totalSteps } from '../../../contract/run-length'
import { classesOfRun } from '../../storage/datasets/class-labels'
import { checkClasses, trainingShape } from '../../storage/datasets/load-dataset'
import { memoryBudget } from '../../storage/datasets/memory-budget'
import { gridCount } from './needs/disk-need'
import type { ImagesOnDisk } from './needs/training-memory'

/** Shorter sessions are ignored, since start-up dominates their speed. */
const MIN_STEPS = 20

/** A session whose speed applies to runs with the same settings. */
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
  return { stepsPerEpoch: stepsPerEpoch(h, images), totalSteps: totalSteps(h, images) }
}

/**
 * Estimates the sizes, length and speed of a run before it starts.
 *
 * @param timings of sessions, newest first
 * @throws StudioError `data` if the data set cannot be used, `usage` if the batch size is larger
 *   than the data set, the data set's classes are not those of the networks, or schedules would
 *   begin after the end
 */
export async function estimate(
  config: RunConfig,
  datasetsDirs: readonly string[],
  timings: readonly Timing[],
  engines: readonly EngineReport[],
): Promise<Omit<Estimate, 'needs'>> {
  const { count: images } = await imagesOf(config.dataset, datasetsDirs)
  const h = withFixedSchedule(config.hyperparameters, images)
  if (h.batchSize > images) {
    const { batchSize } = h
    throw problemError('usage', 'batchTooLarge', { batchSize, images }, { where: 'batchSize' })
  }
  const networks = networksOfRun({ hyperparameters: h, networks: config.networks })
  await checkClasses(config.dataset, datasetsDirs, classesOfRun(config))
  const { generator, discriminator } = parameterCounts(networks)
  return {
    generatorParameters: generator,
    discriminatorParameters: discriminator,
    stepsPerEpoch: stepsPerEpoch(h, images),
    totalSteps: totalSteps(h, images),
    samples: gridCount(h, totalSteps(h, images)),
    secondsPerStep: secondsPerStep(config, timings, engines),
  }
}

/**
 * Reads the number and sizes of a data set's training images, from their file's header or the data
 * set's document.
 *
 * @throws StudioError `data`
 */
export async function imagesOf(
  dataset: string,
  datasetsDirs: readonly string[],
): Promise<ImagesOnDisk> {
  const { prepared, ...shape } = await trainingShape(dataset, datasetsDirs)
  return prepared ? { ...shape, memoryBudget: memoryBudget() } : shape
}

/**
 * The speed of the newest session on the same engine with the same values of everything that a
 * step's time depends on; null if there is none.
 */
export function secondsPerStep(
  config: RunConfig,
  timings: readonly Timing[],
  engines: readonly EngineReport[],
): number | null {
  const engineName = config.engine === 'auto' ? automaticEngine(timings, engines) : config.engine
  for (const { run, session } of timings) {
    if (session.engine?.name !== engineName || !sameStepCost(run.config, config)) continue
    const steps = (session.toStep ?? 0) - session.fromStep
    const seconds = secondsOf(session)
    if (steps >= MIN_STEPS && seconds > 0) return seconds / steps
  }
  return null
}

/**
 * The engine that `auto` selects here: the first that is available, else the one it last selected.
 */
function automaticEngine(
  timings: readonly Timing[],
  engines: readonly EngineReport[],
): EngineName | undefined {
  const available = engines.find(({ available }) => available)?.name
  return available ?? timings.find(({ run }) => run.config.engine === 'auto')?.session.engine?.name
}

function sameStepCost(a: RunConfig, b: RunConfig): boolean {
  const [costA, costB] = [a, b].map(({ hyperparameters, networks }) => ({
    ...stepCostOf(hyperparameterSet, hyperparameters),
    generator: networks?.generator,
    discriminator: networks?.discriminator,
  }))
  return isDeepStrictEqual(costA, costB)
}

/** Sessions of earlier versions only have their start and end times. */
function secondsOf({ trainedSeconds, startedAt, endedAt }: Session): number {
  if (trainedSeconds !== undefined) return trainedSeconds
  return endedAt === undefined ? 0 : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000
}
