import { presets } from '../../../../contract/hyperparameters'
import type { RunConfig } from '../../../../contract/run'
import type { Settings } from '../../../../contract/settings'

/** The data set included with GAN Studio. */
const FIRST_DATASET = 'mnist'

/** Returns a run that shows recognisable digits within a minute, in frequent sample grids. */
export function shortRun({ engine, threads, compile }: Settings): RunConfig {
  const hyperparameters = { ...presets['mnist-quality'], epochs: 4, sampleInterval: 100 }
  const config = { hyperparameters, dataset: FIRST_DATASET, engine, threads }
  return compile ? config : { ...config, compile }
}
