import { Command, CommanderError } from 'commander'
import { plainLines } from '../../contract/plain-text'
import { addArchitecturesCommand } from './architectures-command'
import { addBenchCommand } from './bench-command'
import type { CommandContext } from './context'
import { addDataCommands } from './data/data-commands'
import { addEnginesCommand } from './engines-command'
import { addEvaluateCommand } from './evaluate/evaluate-command'
import { filled } from './flags'
import { canonicalFlags, inFlags, typedFlags } from './hyperparameter-flags'
import { refuseContradictions } from './contradictions'
import { withHint } from './names-elsewhere'
import { refuseUnwritableFolder } from './output-paths'
import { addPresetsCommand } from './presets-command'
import { addQueueCommands } from './queue/queue-commands'
import { addSweepCommands } from './sweep/sweep-commands'
import { addAnnotateCommand } from './runs/annotate-command'
import { addRunsCommand } from './runs/runs-command'
import { addServeCommand } from './serve-command'
import { addTrainCommands } from './train-commands'
import { addGenerateCommand } from './use-commands'

export interface GlobalOptions {
  json?: boolean
  out?: string
}

/** Parses the command line and runs the command. */
export async function runProgram(
  argv: readonly string[],
  version: string,
  context: CommandContext,
  onGlobalOptions: (options: GlobalOptions) => void,
): Promise<void> {
  const program = new Command('gan-studio')
    .description(
      'Train generative adversarial networks on images, and generate new images with them.',
    )
    .version(version)
    .option('--json', 'print one JSON object per line on stdout')
    .showHelpAfterError('(see --help)')
    .configureOutput({
      outputError: (text, write) => write(plainLines(withHint(text))),
    })
    .exitOverride()
  addTrainCommands(program, context)
  addGenerateCommand(program, context)
  addQueueCommands(program, context)
  addSweepCommands(program, context)
  addEvaluateCommand(program, context)
  addRunsCommand(program, context)
  addAnnotateCommand(program, context)
  addDataCommands(program, context)
  addPresetsCommand(program, context)
  addArchitecturesCommand(program, context)
  addEnginesCommand(program, context)
  addBenchCommand(program, context)
  addServeCommand(program, context)
  const all = program.commands.flatMap((command) => [command, ...command.commands])
  for (const command of all) addGlobalFlags(command)
  const typed = typedFlags(argv)
  refuseContradictions(all, typed)
  program.hook('preAction', async (_, action) => {
    const { json, out } = {
      ...action.optsWithGlobals<GlobalOptions>(),
      ...action.opts<GlobalOptions>(),
    }
    onGlobalOptions({
      ...(json === undefined ? {} : { json }),
      ...(out === undefined || ownsOut(action) ? {} : { out }),
    })
    if (startsTraining.has(action.name())) await refuseUnwritableFolder(context.dataFolder())
  })
  try {
    await program.parseAsync(canonicalFlags(argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw inFlags(error, typed)
    // Commander has already printed its message. Help and version are not errors.
    if (error.exitCode !== 0) context.exit(2)
  }
}

/** Commands that work for a while before they write to the data folder. */
const startsTraining = new Set(['train', 'bench', 'serve', 'run'])

/** `--out` of generate is the folder for its images. */
const ownsOut = (command: Command): boolean => command.name() === 'generate'

/** Every command accepts the global flags, so they work anywhere on the command line. */
function addGlobalFlags(command: Command): void {
  command.option('--json', 'print one JSON object per line on stdout')
  if (!ownsOut(command)) {
    command.option(
      '--out <folder>',
      "data folder for runs (default: your user's data folder)",
      filled('--out'),
    )
  }
  command.exitOverride()
}
