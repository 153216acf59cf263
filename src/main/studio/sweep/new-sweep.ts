import { problemError } from '../../../contract/errors'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import type { Candidate, Sweep, Trial } from '../../../contract/sweep/document'
import type { SweepSpec } from '../../../contract/sweep/spec'
import { checkDataset } from '../../storage/datasets/load-dataset'
import { lastingName } from '../../storage/datasets/find-dataset'
import { imagesOf } from '../estimates/estimates'
import { baseOf, candidatesOf, settingsOf } from './candidates'
import { checkRungs } from './rungs'

/** A sweep before it is stored. */
type NewSweep = Pick<
  Sweep,
  ('spec' | 'base' | 'datasetImages') | ('candidates' | 'trials' | 'promoted' | 'state' | 'problem')
>

/**
 * Prepares a sweep.
 *
 * @throws StudioError `usage` if its file contradicts itself or is too large; `data` if the data set
 *   cannot be used
 */
export async function newSweep(
  spec: SweepSpec,
  datasetsDirs: readonly string[],
): Promise<NewSweep> {
  checkMetric(spec.metric)
  const base = baseOf(spec)
  const values = candidatesOf(spec)
  await checkDataset(spec.dataset, datasetsDirs)
  const { count: datasetImages } = await imagesOf(spec.dataset, datasetsDirs)
  const dataset = await lastingName(spec.dataset, datasetsDirs)
  const configurations = values.map((each) => settingsOf(base, each))
  checkRungs(spec, configurations, datasetImages)
  const { engine, threads } = spec
  return {
    ...{ spec, datasetImages, base: { hyperparameters: base, dataset, engine, threads } },
    candidates: values.map((each): Candidate => ({ values: each, continued: false })),
    trials: values.flatMap((_, candidate) => trialsFor(candidate, spec.seeds)),
    ...{ promoted: [], state: 'active', problem: null },
  }
}

const trialsFor = (candidate: number, seeds: readonly number[]): Trial[] =>
  seeds.map((seed) => ({ candidate, seed, run: null, queued: 0, scores: [], out: null }))

/** @throws StudioError `usage` if the metric cannot rank runs */
function checkMetric(key: string): void {
  const metric = imageMetricOf(key)
  if (metric !== undefined && metric.better !== 'neither') return
  throw problemError('usage', 'sweepNotMeasured', { name: key }, { where: 'metric' })
}

/**
 * Adds the configurations and seeds that a changed file has and the sweep does not.
 *
 * @throws StudioError `usage` if it differs in anything else
 */
export function extended(sweep: Sweep, { spec, base, candidates }: NewSweep): Partial<Sweep> {
  const rest = ({ axes: _axes, seeds: _seeds, random: _random, ...others }: SweepSpec) => others
  const same = JSON.stringify(rest(sweep.spec)) === JSON.stringify(rest(spec))
  if (!same || JSON.stringify(base) !== JSON.stringify(sweep.base)) {
    throw problemError('usage', 'sweepChanged', { name: sweep.spec.name })
  }
  const known = new Map(sweep.candidates.map(({ values }, i) => [keyOf(values), i]))
  const added = candidates.filter(({ values }) => !known.has(keyOf(values)))
  const all = [...sweep.candidates, ...added]
  const has = new Set(sweep.trials.map(({ candidate, seed }) => `${candidate} ${seed}`))
  const trials = all.flatMap((_, candidate) =>
    trialsFor(candidate, spec.seeds).filter(({ seed }) => !has.has(`${candidate} ${seed}`)),
  )
  return { spec, candidates: all, trials: [...sweep.trials, ...trials], state: 'active' }
}

const keyOf = (values: Candidate['values']): string =>
  JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))
