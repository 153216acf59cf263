import type { Command } from 'commander'
import { problemError } from '../../../contract/errors'
import { counted } from '../../../contract/counted'
import type { Sweep } from '../../../contract/sweep/document'
import { readSweepFile } from '../../storage/sweeps/sweep-file'
import { sweepView } from '../../studio/sweep/view'
import type { CommandContext } from '../context'
import { wholeNumber } from '../flags'
import { commandHint } from '../hints'
import { listLines, outlineLines, sweepLines } from './sweep-text'

const SWEEP = 'a sweep’s id or its beginning, its name, or "latest" (created last)'
const FILE = 'the JSON file that describes the sweep; see docs/sweeps.md'

export function addSweepCommands(program: Command, context: CommandContext): void {
  const sweep = program
    .command('sweep')
    .description('train the same run with different settings, and rank the results')
  addFileCommands(sweep, context)
  addShowCommands(sweep, context)
  addChangeCommands(sweep, context)
}

function addFileCommands(sweep: Command, context: CommandContext): void {
  const { output, studio, runQueue, exit } = context
  sweep
    .command('check')
    .description('show what a file would train, without training')
    .argument('<file>', FILE)
    .action(async (file: string) => {
      const outline = await studio().sweeps.outline(await readSweepFile(file))
      output().result(outlineLines(outline), outline)
    })
  sweep
    .command('add')
    .description('create a sweep, whose runs the queue trains')
    .argument('<file>', FILE)
    .action(async (file: string) => {
      const { id } = await created(file, context)
      output().say(`Train it with: ${commandHint('queue', 'run')}, or open GAN Studio.`)
      output().say(`Show it with: ${commandHint('sweep', 'show', id)}`)
    })
  sweep
    .command('run')
    .description(
      'create a sweep, or continue the sweep of this name, and train the queue until the sweep ends',
    )
    .argument('<file>', FILE)
    .action(async (file: string) => {
      const spec = await readSweepFile(file)
      const { sweeps } = await studio().sweeps.list()
      const known = sweeps.find((each) => each.spec.name === spec.name)
      const { id } =
        known === undefined
          ? await created(file, context)
          : await studio().sweeps.extend(known.id, spec)
      const code = await runQueue({ watch: false, sweep: id })
      printSweep(context, await studio().sweeps.get(id))
      exit(code)
    })
  sweep
    .command('extend')
    .description('add new values, seeds and random configurations from a changed file')
    .argument('<sweep>', SWEEP)
    .argument('<file>', FILE)
    .action(async (named: string, file: string) => {
      const { id, trials } = await studio().sweeps.find(named)
      const after = await studio().sweeps.extend(id, await readSweepFile(file))
      const added = after.trials.length - trials.length
      output().result(`Added ${counted(added, 'run')}.`, { event: 'extended', sweep: id, added })
    })
}

async function created(file: string, { output, studio }: CommandContext): Promise<Sweep> {
  const spec = await readSweepFile(file)
  const outline = await studio().sweeps.outline(spec)
  const sweep = await studio().sweeps.create(spec)
  const text = [`Created the sweep ${sweep.id}.`, ...outlineLines(outline)]
  output().result(text, { event: 'created', sweep: sweep.id, ...outline })
  return sweep
}

function addShowCommands(sweep: Command, context: CommandContext): void {
  const { output, studio } = context
  sweep
    .command('list')
    .description('list the sweeps, newest first')
    .action(async () => {
      const { sweeps, warnings } = await studio().sweeps.list()
      const summaries = sweeps.map((each) => sweepView(each).summary)
      output().result(listLines(summaries), { sweeps: summaries })
      for (const { message } of warnings) output().say(`warning: ${message}`)
    })
  sweep
    .command('show')
    .description('show the configurations of a sweep, the best first')
    .argument('<sweep>', SWEEP)
    .action(async (named: string) => printSweep(context, await studio().sweeps.find(named)))
}

function printSweep({ output }: CommandContext, sweep: Sweep): void {
  const view = sweepView(sweep)
  const { summary, standings } = view
  const best = sweep.trials.find(({ candidate }) => candidate === summary.best?.candidate)
  output().result(sweepLines(view), { ...summary, standings, trials: sweep.trials })
  if (best?.run) output().say(`Best run: ${best.run}`)
}

function addChangeCommands(sweep: Command, context: CommandContext): void {
  const { output, studio } = context
  const say = (text: string, event: string, { id }: Sweep): void =>
    output().result(text, { event, sweep: id })
  sweep
    .command('stop')
    .description('begin no more runs of a sweep; runs already in the queue stay there')
    .argument('<sweep>', SWEEP)
    .action(async (named: string) => {
      const { id } = await studio().sweeps.find(named)
      say('Stopped.', 'stopped', await studio().sweeps.setStopped(id, true))
    })
  sweep
    .command('resume')
    .description('resume a stopped sweep')
    .argument('<sweep>', SWEEP)
    .action(async (named: string) => {
      const { id } = await studio().sweeps.find(named)
      say('Resumed.', 'resumed', await studio().sweeps.setStopped(id, false))
    })
  sweep
    .command('retry')
    .description('train runs again that failed, were stopped or deleted')
    .argument('<sweep>', SWEEP)
    .action(async (named: string) => {
      const { id } = await studio().sweeps.find(named)
      say('The failed runs will be trained again.', 'retried', await studio().sweeps.retry(id))
    })
  sweep
    .command('continue')
    .description('train a configuration to the end, even if it was pruned')
    .argument('<sweep>', SWEEP)
    .argument('<number>', 'its number in "sweep show"', wholeNumber('<number>', 1))
    .action(async (named: string, number: number) => {
      const { id } = await studio().sweeps.find(named)
      const changed = await studio().sweeps.continue(id, number - 1)
      say(`Configuration ${number} will be trained to the end.`, 'continued', changed)
    })
  sweep
    .command('delete')
    .description('delete a sweep; its runs are kept')
    .argument('<sweep>', SWEEP)
    .action(async (named: string) => {
      const found = await studio().sweeps.find(named)
      if (found.state === 'active') {
        throw problemError('usage', 'sweepActive', { name: found.spec.name })
      }
      await studio().sweeps.delete(found.id)
      say('Deleted. Its runs are kept.', 'deleted', found)
    })
}
