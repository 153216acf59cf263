import type { Command } from 'commander'
import { parseWith } from '../../contract/errors'
import { hyperparameterSet } from '../../contract/hyperparameters'
import type { HyperparameterName } from '../../contract/hyperparameters'
import { MAX_NAME, runConfigSchema } from '../../contract/run'
import type { RunConfig } from '../../contract/run'
import type { StoredRun } from '../storage/runs/runs'
import { refuseOutOfRange } from '../studio/runs/document-faults'
import { withFlags } from './hyperparameter-flags'
import { findPreset } from './preset-flag'

export interface TrainOptions extends Partial<Record<HyperparameterName, unknown>> {
  preset: string
  engine: string
  threads: number
  compile: boolean
  data: string
  name?: string
  /** RUN or RUN@STEP. */
  from?: string
}

/**
 * The name and configuration of a new run: the values of the preset or of the source run,
 * overridden by those given. The name is undefined if neither gives one.
 *
 * @param from the source run, if there is one, and the data folder
 * @throws StudioError `usage`, as {@link findPreset} and {@link withFlags}
 */
export async function trainConfig(
  options: TrainOptions,
  command: Command,
  { source, root }: { source: StoredRun | undefined; root: string },
): Promise<{ name: string | undefined; config: RunConfig }> {
  const { preset, data, engine, threads, compile } = options
  if (source === undefined) {
    const { hyperparameters: base } = await findPreset(preset, root, '--preset')
    const hyperparameters = withFlags(hyperparameterSet, base, { ...options })
    const config = parsed({ hyperparameters, dataset: data, engine, threads, compile })
    return { name: options.name, config }
  }
  refuseOutOfRange(source, { ...options })
  const { name, config: its } = source.run
  const given = <T>(flag: keyof TrainOptions, value: T, fallback: T): T =>
    command.getOptionValueSource(flag) === 'cli' ? value : fallback
  const config = parsed({
    hyperparameters: withFlags(hyperparameterSet, its.hyperparameters, { ...options }),
    dataset: given('data', data, its.dataset),
    engine: given<string>('engine', engine, its.engine),
    threads: given('threads', threads, its.threads),
    compile: compile && its.compile !== false,
  })
  return { name: options.name ?? `${name}, continued`.slice(-MAX_NAME), config }
}

function parsed({ compile, ...config }: Record<string, unknown>): RunConfig {
  const unchecked = { ...config, ...(compile === false ? { compile } : {}) }
  return parseWith(runConfigSchema, unchecked, 'usage', 'a setting')
}
