import { presets } from '../../../../contract/hyperparameters'
import type { RunConfig } from '../../../../contract/run'
import type { Settings } from '../../../../contract/settings'

/** The data set that comes with GAN Studio. */
const FIRST_DATASET = 'mnist'

/** A run that shows recognisable digits within minutes, in many small steps. */
export function shortRun({ engine, threads, compile }: Settings): RunConfig {
  const hyperparameters = { ...presets.reference, epochs: 3, sampleInterval: 100 }
  const config = { hyperparameters, dataset: FIRST_DATASET, engine, threads }
  return compile ? config : { ...config, compile }
}
