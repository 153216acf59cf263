import type { Command } from 'commander'
import { CUSTOM } from '../../contract/architectures/architectures'
import { settingsOf } from '../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../contract/architectures/own-networks'
import { StudioError } from '../../contract/errors'
import { hyperparameterSet } from '../../contract/hyperparameters'
import type { HyperparameterName, Hyperparameters } from '../../contract/hyperparameters'
import { MAX_NAME, runConfigSchema } from '../../contract/run'
import type { RunConfig } from '../../contract/run'
import { readArchitectureFile } from '../storage/files/architecture-file'
import type { StoredRun } from '../storage/runs/runs'
import { refuseOutOfRange } from '../studio/runs/document-faults'
import { flagOf, withFlags } from './hyperparameter-flags'
import { findPreset } from './preset-flag'

export interface TrainOptions extends Partial<Record<HyperparameterName, unknown>> {
  preset: string
  engine: string
  threads: number
  compile: boolean
  data: string
  name?: string
  /** The path of an architecture file. */
  architectureFile?: string
  /** RUN, RUN@STEP or RUN@best. */
  from?: string
  tag?: string[]
  group?: string
  note?: string
}

/**
 * The name and configuration of a new run: the values of the preset or of the source run,
 * overridden by those given. The name is undefined if neither gives one.
 *
 * @param from the source run, if there is one, and the data folder
 * @throws StudioError `usage`, as {@link findPreset}, {@link readArchitectureFile} and
 *   {@link withFlags}
 */
export async function trainConfig(
  options: TrainOptions,
  command: Command,
  { source, root }: { source: StoredRun | undefined; root: string },
): Promise<{ name: string | undefined; config: RunConfig }> {
  const { preset, data, engine, threads, compile, architectureFile: file } = options
  const own = file === undefined ? undefined : await readArchitectureFile(file)
  refuseOtherNetworks(options, own)
  if (source === undefined) {
    const { hyperparameters: base } = await findPreset(preset, root, '--preset')
    const hyperparameters = withFlags(hyperparameterSet, following(base, own), { ...options })
    const config = parsed({
      ...{ hyperparameters, networks: own, dataset: data, engine, threads, compile },
    })
    return { name: options.name, config }
  }
  refuseOutOfRange(source, { ...options })
  const { name, config: its } = source.run
  const given = <T>(flag: keyof TrainOptions, value: T, fallback: T): T =>
    command.getOptionValueSource(flag) === 'cli' ? value : fallback
  const isOther = options.architecture !== undefined && options.architecture !== CUSTOM
  const networks = own ?? (isOther ? undefined : its.networks)
  const base = following(its.hyperparameters, own)
  const config = parsed({
    hyperparameters: withFlags(hyperparameterSet, base, { ...options }),
    networks,
    dataset: given('data', data, its.dataset),
    engine: given<string>('engine', engine, its.engine),
    threads: given('threads', threads, its.threads),
    compile: compile && its.compile !== false,
  })
  return { name: options.name ?? `${name}, continued`.slice(-MAX_NAME), config }
}

/** The values of a preset or run, with those that a user's own networks determine replaced. */
const following = (base: Hyperparameters, own: OwnNetworks | undefined): Hyperparameters =>
  own === undefined ? base : { ...base, ...settingsOf(own) }

/** @throws StudioError `usage` naming a flag that contradicts the architecture file */
function refuseOtherNetworks(options: TrainOptions, own: OwnNetworks | undefined): void {
  if (own === undefined) return
  for (const [name, value] of Object.entries(settingsOf(own))) {
    const given = options[name as HyperparameterName]
    if (given === undefined || given === value) continue
    const message = `${flagOf(name)} ${String(given)} contradicts the architecture file, which sets it to ${value}`
    throw new StudioError('usage', message, {
      remedy: `Leave out ${flagOf(name)}: with --architecture-file, it follows from the networks.`,
    })
  }
}

/** @throws StudioError `usage` naming the flags at fault */
function parsed({ compile, ...config }: Record<string, unknown>): RunConfig {
  const unchecked = { ...config, ...(compile === false ? { compile } : {}) }
  const { data, error } = runConfigSchema.safeParse(unchecked)
  if (data !== undefined) return data
  const why = error.issues.map(({ path: [section, name], message }) => {
    const isFlag = section === 'hyperparameters' && typeof name === 'string'
    return `${isFlag ? flagOf(name) : String(section)}: ${message}`
  })
  throw new StudioError('usage', `a setting is not valid: ${why.join('; ')}`)
}
