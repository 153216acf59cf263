import type { EngineName } from '../../../../contract/engines'
import { hyperparametersSchema } from '../../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { notice } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import type { NeedSettings } from './training-memory'

/*
 * Suggestions for a run that does not fit: for each relevant setting, the value nearest to the
 * requested one with which the run would fit, all else unchanged. A run that resumes keeps its
 * settings, except for its engine.
 */

type Fits = (settings: NeedSettings) => boolean

/** Candidate values, in order of preference. */
const batchSizes = [4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2]
const imageSizes = [224, 192, 160, 128, 112, 96, 80, 64, 56, 48, 40, 32, 28, 24, 16, 8]
const keptCheckpoints = [50, 20, 10, 5, 3, 2, 1]
const sampleIntervals = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000]

export function memoryAlternatives(
  settings: NeedSettings,
  engines: readonly EngineName[],
  fits: Fits,
): Notice[] {
  return [...smallerSettings(settings, fits), ...otherEngines(settings, engines, fits)]
}

function smallerSettings(settings: NeedSettings, fits: Fits): Notice[] {
  if (settings.resumesFrom !== undefined) return []
  const { batchSize, imageSize, channels } = settings.hyperparameters
  const smaller = (values: readonly number[], than: number) => values.filter((v) => v < than)
  const batch = nearest(settings, fits, 'batchSize', smaller(batchSizes, batchSize))
  const isFixed = settings.networks !== undefined
  const sizes = isFixed ? [] : smaller(imageSizes, imageSize)
  const size = nearest(settings, fits, 'imageSize', sizes)
  const grey = nearest(settings, fits, 'channels', isFixed ? [] : smaller([1], channels))
  return [
    ...(batch === undefined ? [] : [notice('fitsBatchSize', { value: batch })]),
    ...(size === undefined ? [] : [notice('fitsImageSize', { value: size })]),
    ...(grey === undefined ? [] : [notice('fitsGrey', {})]),
  ]
}

const otherEngines = (
  settings: NeedSettings,
  engines: readonly EngineName[],
  fits: Fits,
): Notice[] =>
  engines
    // Plain JavaScript would take days.
    .filter((engine) => engine !== 'cpu' && engine !== settings.engine)
    .filter((engine) => fits({ ...settings, engine }))
    .map((engine) => notice('fitsEngine', { engine }))

export function diskAlternatives(settings: NeedSettings, fits: Fits): Notice[] {
  if (settings.resumesFrom !== undefined) return []
  const { keepCheckpoints: kept, sampleInterval } = settings.hyperparameters
  const fewer = keptCheckpoints.filter((value) => kept === 0 || value < kept)
  const rarer = sampleIntervals.filter((value) => value > sampleInterval)
  const keep = nearest(settings, fits, 'keepCheckpoints', fewer)
  const interval = nearest(settings, fits, 'sampleInterval', rarer)
  return [
    ...(keep === undefined ? [] : [notice('fitsKeptCheckpoints', { value: keep })]),
    ...(interval === undefined ? [] : [notice('fitsSampleInterval', { value: interval })]),
  ]
}

function nearest(
  settings: NeedSettings,
  fits: Fits,
  name: keyof Hyperparameters,
  values: readonly number[],
): number | undefined {
  return values.find((value) => {
    const changed = { ...settings.hyperparameters, [name]: value }
    const { data } = hyperparametersSchema.safeParse(changed)
    return data !== undefined && fits({ ...settings, hyperparameters: data })
  })
}
