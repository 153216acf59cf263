import type { EngineName } from '../../../../contract/engines'
import { hyperparametersSchema } from '../../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import type { Asked } from './training-memory'

/*
 * What would fit: for each setting that matters, the value nearest to the one asked for with which,
 * all else unchanged, the run would fit. A run that resumes keeps its settings; only its engine can
 * be another.
 */

type Fits = (asked: Asked) => boolean

/** Candidates nearest first. */
const batchSizes = [4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2]
const imageSizes = [224, 192, 160, 128, 112, 96, 80, 64, 56, 48, 40, 32, 28, 24, 16, 8]
const keptCheckpoints = [50, 20, 10, 5, 3, 2, 1]
const sampleIntervals = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000]

export function memoryAlternatives(
  asked: Asked,
  engines: readonly EngineName[],
  fits: Fits,
): Notice[] {
  return [...smallerSettings(asked, fits), ...otherEngines(asked, engines, fits)]
}

function smallerSettings(asked: Asked, fits: Fits): Notice[] {
  if (asked.resumesFrom !== undefined) return []
  const { batchSize, imageSize, channels } = asked.hyperparameters
  const smaller = (values: readonly number[], than: number) => values.filter((v) => v < than)
  const batch = nearest(asked, fits, 'batchSize', smaller(batchSizes, batchSize))
  const size = nearest(asked, fits, 'imageSize', smaller(imageSizes, imageSize))
  const grey = nearest(asked, fits, 'channels', smaller([1], channels))
  return [
    ...(batch === undefined ? [] : [notice('fitsBatchSize', { value: batch })]),
    ...(size === undefined ? [] : [notice('fitsImageSize', { value: size })]),
    ...(grey === undefined ? [] : [notice('fitsGrey', {})]),
  ]
}

const otherEngines = (asked: Asked, engines: readonly EngineName[], fits: Fits): Notice[] =>
  engines
    // Plain JavaScript would take days.
    .filter((engine) => engine !== 'cpu' && engine !== asked.engine)
    .filter((engine) => fits({ ...asked, engine }))
    .map((engine) => notice('fitsEngine', { engine }))

export function diskAlternatives(asked: Asked, fits: Fits): Notice[] {
  if (asked.resumesFrom !== undefined) return []
  const { keepCheckpoints: kept, sampleInterval } = asked.hyperparameters
  const fewer = keptCheckpoints.filter((value) => kept === 0 || value < kept)
  const rarer = sampleIntervals.filter((value) => value > sampleInterval)
  const keep = nearest(asked, fits, 'keepCheckpoints', fewer)
  const interval = nearest(asked, fits, 'sampleInterval', rarer)
  return [
    ...(keep === undefined ? [] : [notice('fitsKeptCheckpoints', { value: keep })]),
    ...(interval === undefined ? [] : [notice('fitsSampleInterval', { value: interval })]),
  ]
}

function nearest(
  asked: Asked,
  fits: Fits,
  name: keyof Hyperparameters,
  values: readonly number[],
): number | undefined {
  return values.find((value) => {
    const changed = { ...asked.hyperparameters, [name]: value }
    const { data } = hyperparametersSchema.safeParse(changed)
    return data !== undefined && fits({ ...asked, hyperparameters: data })
  })
}
