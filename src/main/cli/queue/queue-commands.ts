import { Option } from 'commander'
import type { Command } from 'commander'
import { StudioError } from '../../../contract/errors'
import { jobOptionsSchema, MOST_AT_ONCE, placeOf } from '../../../contract/queue/job'
import type { AtOnce, JobOptions } from '../../../contract/queue/job'
import type { CommandContext } from '../context'
import { quoted, wholeNumber } from '../flags'
import { commandHint } from '../hints'
import { flagOf } from '../hyperparameter-flags'
import { addRunFlags, requestedRun } from '../train-commands'
import type { TrainOptions } from '../train-config'
import { printQueue } from './queue-text'

const RUN = 'a run id or its beginning, a name, a folder, or "latest" (trained last)'

export function addQueueCommands(program: Command, context: CommandContext): void {
  const { output, studio } = context
  const queue = program
    .command('queue')
    .description('queue runs, to be trained one after the other or several at the same time')
  addAddCommand(queue, context)
  addMoveCommand(queue, context)
  addRunCommand(queue, context)

  queue
    .command('list')
    .description('list the runs in the queue, in the order in which they begin')
    .action(() => printQueue(context))
  queue
    .command('cancel')
    .description('remove a run from the queue; the run itself is kept')
    .argument('<run>', RUN)
    .action(async (run: string) => {
      const { id } = (await studio().find(run)).run
      await studio().queue.remove(id)
      output().result(`Removed ${id} from the queue.`, { event: 'removed', run: id })
    })
  queue
    .command('retry')
    .description('put a failed run, or all failed runs, back into the queue')
    .argument('[run]', RUN)
    .option('--failed', 'retry all failed runs')
    .action(async (run: string | undefined, { failed = false }: { failed?: boolean }) => {
      if ((run === undefined) !== failed) {
        throw new StudioError('usage', 'give either a run or --failed')
      }
      const id = run === undefined ? null : (await studio().find(run)).run.id
      await studio().queue.retry(id)
      await printQueue(context)
    })
  for (const [name, paused, description] of [
    ['pause', true, 'begin no more runs; runs in training continue'],
    ['resume', false, 'let waiting runs begin again'],
  ] as const) {
    queue
      .command(name)
      .description(description)
      .action(async () => {
        await studio().queue.setPaused(paused)
        await printQueue(context)
      })
  }
  queue
    .command('at-once')
    .description('set how many runs train at the same time')
    .argument(
      '<count>',
      `1 to ${MOST_AT_ONCE}, or auto: several if that is faster in total`,
      atOnce,
    )
    .action(async (count: AtOnce) => {
      await studio().queue.setAtOnce(count)
      await printQueue(context)
    })
}

function atOnce(text: string): AtOnce {
  if (text === 'auto') return 'auto'
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= MOST_AT_ONCE) return value
  const message = `the count must be auto or a whole number from 1 to ${MOST_AT_ONCE}, not ${quoted(text)}`
  throw new StudioError('usage', message)
}

/** Flags of `queue add` that apply to an existing run. */
const resuming = ['engine', 'threads', 'epochs', 'steps', 'fromStart'] as const

function addAddCommand(queue: Command, context: CommandContext): void {
  const { output, studio } = context
  const add = queue
    .command('add')
    .description('add a new run, with the flags of "train", or an existing run to be resumed')
    .argument('[run]', `${RUN}; without it, a run is created`)
    .option('--from-start', 'start the existing run over; its files are moved to set-aside')
  addRunFlags(add)
  add.action(async (run: string | undefined, options: TrainOptions & JobOptions) => {
    let id: string
    if (run === undefined) {
      if (options.fromStart === true) throw new StudioError('usage', '--from-start needs a run')
      id = (await studio().enqueue(await requestedRun(options, add, context))).run.id
    } else {
      const asked = resumeOptions(add)
      id = (await studio().find(run)).run.id
      await studio().queue.add(id, asked)
    }
    const { jobs } = await studio().queue.read()
    const place = placeOf(jobs, id)
    const where = place === undefined ? '' : `, at place ${place}`
    output().result(`Added ${id} to the queue${where}.`, { event: 'added', run: id, place })
    output().say(`Train the queue with: ${commandHint('queue', 'run')}, or open GAN Studio.`)
  })
}

/** @throws StudioError `usage` naming a flag that only applies to new runs */
function resumeOptions(add: Command): JobOptions {
  const given = Object.keys(add.opts()).filter((name) => add.getOptionValueSource(name) === 'cli')
  const own: readonly string[] = [...resuming, 'json', 'out']
  const other = given.find((name) => !own.includes(name))
  if (other !== undefined) {
    const message = `${flagOf(other)} applies to new runs only`
    throw new StudioError('usage', message, { remedy: 'Leave out either the flag or the run.' })
  }
  const names = resuming.filter((name) => given.includes(name))
  return jobOptionsSchema.parse(
    Object.fromEntries(names.map((name) => [name, add.getOptionValue(name) as unknown])),
  )
}

function addMoveCommand(queue: Command, context: CommandContext): void {
  const { studio } = context
  queue
    .command('move')
    .description('change the place of a waiting run')
    .argument('<run>', RUN)
    .addOption(
      new Option('--to <place>', 'a place among the waiting runs, from 1')
        .argParser(wholeNumber('--to', 1, 1_000_000))
        .conflicts(['up', 'down', 'top']),
    )
    .addOption(new Option('--up', 'one place earlier').conflicts(['down', 'top']))
    .addOption(new Option('--down', 'one place later').conflicts(['top']))
    .option('--top', 'to the first place')
    .action(async (run: string, asked: MoveFlags) => {
      const { id } = (await studio().find(run)).run
      const { jobs } = await studio().queue.read()
      await studio().queue.move(id, newPlace(asked, placeOf(jobs, id) ?? 1))
      await printQueue(context)
    })
}

interface MoveFlags {
  to?: number
  up?: boolean
  down?: boolean
  top?: boolean
}

function newPlace({ to, up, down, top }: MoveFlags, now: number): number {
  if (to !== undefined) return to
  if (top === true) return 1
  if (up === true) return Math.max(1, now - 1)
  if (down === true) return now + 1
  throw new StudioError('usage', 'give --to, --up, --down or --top')
}

function addRunCommand(queue: Command, { exit, runQueue }: CommandContext): void {
  queue
    .command('run')
    .description('train the runs in the queue until none is left')
    .option('--watch', 'wait for new runs when none is left')
    .action(async ({ watch = false }: { watch?: boolean }) => {
      exit(await runQueue({ watch }))
    })
}
