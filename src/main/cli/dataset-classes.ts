import type { RunConfig } from '../../contract/run'
import { hyperparameterSet } from '../../contract/hyperparameters'
import type { CommandContext } from './context'

/**
 * Sets the number of classes of networks that learn them to that of the data set, and says so: no
 * other number would train. Without labels, or with too many or too few classes, nothing changes,
 * and training explains what is wrong.
 *
 * @throws StudioError `data` if there is no such data set, or its labels cannot be read
 */
export async function withDatasetClasses(
  config: RunConfig,
  { output, studio }: Pick<CommandContext, 'output' | 'studio'>,
): Promise<RunConfig> {
  const { hyperparameters, dataset } = config
  if (hyperparameters.conditioning === 'none') return config
  const classes = await studio().classesIn(dataset)
  if (classes === undefined || classes === hyperparameters.classes) return config
  const { min, max } = hyperparameterSet.entries.classes
  if (classes < min || classes > max) return config
  output().say(`classes  ${classes}, as in the data set`)
  return { ...config, hyperparameters: { ...hyperparameters, classes } }
}
