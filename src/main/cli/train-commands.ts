import { Option } from 'commander'
import type { Command } from 'commander'
import { annotated, noAnnotations } from '../../contract/annotations'
import type { Annotations } from '../../contract/annotations'
import { engineChoices } from '../../contract/engines'
import { hyperparameterSet, presetNames } from '../../contract/hyperparameters'
import { unusedName } from '../../contract/unused-name'
import type { NewRun } from '../studio/runs/new-run'
import type { ResumeRequest } from '../studio/runs/resume-job'
import type { StartedRun, Watch } from '../studio/runs/started-run'
import type { Studio } from '../studio/studio'
import type { CommandContext } from './context'
import { withDatasetClasses } from './dataset-classes'
import { filled, groupName, noteText, runName, tags, wholeNumber } from './flags'
import { addHyperparameterFlags } from './hyperparameter-flags'
import { findRunAndStep } from './run-and-step'
import { trainConfig } from './train-config'
import type { TrainOptions } from './train-config'
import { watchRun } from './watch-run'

export function addEngineFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <engine>', 'engine to use; auto picks the fastest available')
        .choices(engineChoices)
        .default('auto'),
    )
    .addOption(
      new Option('--threads <count>', 'number of threads; 0 = automatic')
        .argParser(wholeNumber('--threads', 0, 256))
        .default(0),
    )
}

/** Adds the flags that describe a new run. */
export function addRunFlags(command: Command): void {
  command
    .option(
      '--preset <name>',
      `starting values: ${presetNames.join(', ')}, one saved in the studio, or a preset file; see "presets"`,
      'reference',
    )
    .option(
      '--data <data set>',
      'a name listed by "datasets", a folder of IDX files, or an images file',
      filled('--data'),
      'mnist',
    )
    .option(
      '--name <name>',
      'name shown in the list of runs; default: "mnist 1", "mnist 2" …',
      runName('--name'),
    )
    .option('--tag <tag>', 'a tag for the list of runs; may be given several times', tags('--tag'))
    .option('--group <name>', 'the group that the run belongs to', groupName('--group'))
    .option('--note <text>', "a note, shown on the run's page", noteText('--note'))
    .option(
      '--architecture-file <file>',
      'a file with your own networks; see "architectures" and docs/architectures.md',
      filled('--architecture-file'),
    )
    .addOption(
      new Option(
        '--from <run[@step]>',
        "start from another run's checkpoint, with its settings; RUN@best is the one with the best FID",
      )
        .argParser(filled('--from'))
        .conflicts('preset'),
    )
  addEngineFlags(command)
  command.option('--no-compile', 'run every step op by op; slower, for comparison only')
  addHyperparameterFlags(command)
}

/** The new run that the flags of {@link addRunFlags} describe. @throws StudioError `usage`, `data` */
export async function requestedRun(
  options: TrainOptions,
  command: Command,
  context: CommandContext,
): Promise<NewRun> {
  const { studio } = context
  const { from: typed } = options
  const source =
    typed === undefined ? undefined : await findRunAndStep(typed, (run) => studio().find(run))
  const { name: given, config: asked } = await trainConfig(options, command, {
    source: source?.run,
    root: context.dataFolder(),
  })
  // Those of a checkpoint or an architecture file are fixed.
  const free = options.classes === undefined && source === undefined && !asked.networks
  const config = free ? await withDatasetClasses(asked, context) : asked
  const name = given ?? (await newName(config.dataset, studio()))
  const from = source && { run: source.run.dir, step: source.step }
  return { name, config, from, annotations: annotationsIn(options) }
}

export function addTrainCommands(program: Command, context: CommandContext): void {
  const { output, studio, exit } = context
  const train = program.command('train').description('train a GAN as a new run')
  addRunFlags(train)
  train.action(async (options: TrainOptions) => {
    const { name, config, from, annotations } = await requestedRun(options, train, context)
    exit(
      await watchRun(output(), (watch) => studio().train(config, name, watch, from, annotations)),
    )
  })

  addResumeCommand(program, context)
}

/** The annotations of a new run; undefined if none are given. */
function annotationsIn({ tag, group, note }: TrainOptions): Annotations | undefined {
  if (tag === undefined && group === undefined && note === undefined) return undefined
  return annotated(noAnnotations, { addTags: tag, group, note })
}

/** A name for a new run, from the title of its data set as in the studio. */
async function newName(dataset: string, studio: Studio): Promise<string> {
  const names = (await studio.listRuns()).runs.map(({ run }) => run.name)
  // A data set elsewhere has no title, and training says if there is none.
  const listing = await studio.datasets.find(dataset).catch(() => undefined)
  return unusedName(listing?.title ?? dataset, names)
}

function addResumeCommand(program: Command, { output, studio, exit }: CommandContext): void {
  const { epochs, steps } = hyperparameterSet.entries
  program
    .command('resume')
    .description('continue a run from its newest usable checkpoint')
    .argument('<run>', 'a run id or its beginning, a name, a folder, or "latest" (trained last)')
    .addOption(
      new Option(
        '--engine <engine>',
        'engine to use instead of the one that last trained the run; auto picks the fastest available',
      ).choices(engineChoices),
    )
    .addOption(
      new Option(
        '--threads <count>',
        'number of threads (default: as in the last session; 0 = automatic)',
      ).argParser(wholeNumber('--threads', 0, 256)),
    )
    .addOption(
      new Option('--epochs <count>', 'new total number of epochs, to train longer').argParser(
        wholeNumber('--epochs', epochs.min, epochs.max),
      ),
    )
    .addOption(
      new Option('--steps <count>', 'new step limit; 0 = no limit').argParser(
        wholeNumber('--steps', steps.min, steps.max),
      ),
    )
    .option('--from-start', 'start again from the beginning; existing files are moved to set-aside')
    .action(async (run: string, options: ResumeRequest) => {
      const start = async (watch: Watch): Promise<StartedRun> => {
        const started = await studio().resume(run, watch, options)
        // It need not wait for its turn any more. If the queue cannot be written, its runner notices.
        await studio()
          .queue.forget([started.id])
          .catch(() => undefined)
        return started
      }
      exit(await watchRun(output(), start))
    })
}
