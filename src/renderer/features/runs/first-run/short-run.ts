import { presets } from '../../../../contract/hyperparameters'
import type { RunConfig } from '../../../../contract/run'
import type { Settings } from '../../../../contract/settings'

/** The data set included with GAN Studio. */
const FIRST_DATASET = 'mnist'

/** Returns a run that shows recognisable digits within a minute, in frequent sample grids. It is measured often enough for a chart. */
export function shortRun({ engine, threads, compile }: Settings): RunConfig {
  const intervals = { sampleInterval: 100, metricsInterval: 1000 }
  const hyperparameters = { ...presets['mnist-quality'], epochs: 4, ...intervals }
  const config = { hyperparameters, dataset: FIRST_DATASET, engine, threads }
  return compile ? config : { ...config, compile }
}
