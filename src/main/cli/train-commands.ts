import path from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { parseWith } from '../../contract/errors'
import { engineChoices } from '../../contract/engines'
import type { EngineChoice } from '../../contract/engines'
import { presets } from '../../contract/hyperparameters'
import type { HyperparameterName } from '../../contract/hyperparameters'
import { runConfigSchema } from '../../contract/run'
import type { CommandContext } from './context'
import { wholeNumber } from './flags'
import { addHyperparameterFlags, readHyperparameters } from './hyperparameter-flags'
import { watchRun } from './watch-run'

interface TrainOptions extends Partial<Record<HyperparameterName, unknown>> {
  preset: string
  engine: string
  threads: number
  compile: boolean
  data: string
  name?: string
}

export function addEngineFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <engine>', 'what runs the training; auto picks the fastest available')
        .choices(engineChoices)
        .default('auto'),
    )
    .addOption(
      new Option('--threads <count>', 'number of threads; 0 = automatic')
        .argParser(wholeNumber('--threads', 0, 256))
        .default(0),
    )
}

export function addTrainCommands(program: Command, context: CommandContext): void {
  const train = program
    .command('train')
    .description('train a GAN from the start, as a new run')
    .option('--preset <name>', `starting values: ${Object.keys(presets).join(', ')}`, 'reference')
    .option('--data <data set>', 'a name listed by "datasets", or a folder of IDX files', 'mnist')
    .option('--name <name>', 'name shown in lists')
  addEngineFlags(train)
  train.option('--no-compile', 'run every step op by op; slower, for comparison only')
  addHyperparameterFlags(train)
  train.action(async (options: TrainOptions) => {
    const config = parseWith(
      runConfigSchema,
      {
        hyperparameters: readHyperparameters(options.preset, options),
        dataset: options.data,
        engine: options.engine,
        threads: options.threads,
        ...(options.compile ? {} : { compile: false }),
      },
      'usage',
      'a setting',
    )
    const name = options.name ?? `${path.basename(options.data)} ${options.preset}`
    const { output, studio, exit } = context
    exit(await watchRun(output(), (watch) => studio().train(config, name, watch)))
  })

  program
    .command('resume')
    .description('continue a run from its newest usable checkpoint')
    .argument('<run>', 'a run id or its beginning, a run folder, or "latest"')
    .addOption(
      new Option('--engine <engine>', "engine to use instead of the run's own").choices(
        engineChoices,
      ),
    )
    .addOption(
      new Option('--threads <count>', "threads to use instead of the run's own").argParser(
        wholeNumber('--threads', 0, 256),
      ),
    )
    .action(async (run: string, options: { engine?: EngineChoice; threads?: number }) => {
      const { output, studio, exit } = context
      const changes = {
        ...(options.engine === undefined ? {} : { engine: options.engine }),
        ...(options.threads === undefined ? {} : { threads: options.threads }),
      }
      exit(await watchRun(output(), (watch) => studio().resume(run, watch, changes)))
    })
}
