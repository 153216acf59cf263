import type { Command } from 'commander'
import { annotationsOf } from '../../../contract/annotations'
import { StudioError } from '../../../contract/errors'
import { bestCheckpoint, bestToShow } from '../../../contract/evaluations/best-checkpoint'
import { listCheckpoints } from '../../storage/checkpoints/checkpoints'
import type { StoredRun } from '../../storage/runs/runs'
import { RunFids } from '../../studio/evaluations/run-fids'
import type { CommandContext } from '../context'
import { filled, groupName, tags } from '../flags'
import { runsTable } from '../runs-table'
import type { ListedRun } from '../runs-table'
import { chosenRuns, filterIn } from './runs-filter'
import type { FilterOptions } from './runs-filter'

export function addRunsCommand(program: Command, context: CommandContext): void {
  const where = filled('--where')
  program
    .command('runs')
    .description(
      'list the runs, the last trained first; with filters, only runs that match all of them',
    )
    .option('--tag <tag>', 'only runs with this tag; may be given several times', tags('--tag'))
    .option('--group <name>', 'only runs of this group', groupName('--group'))
    .option('--starred', 'only runs with a star')
    .option(
      '--where <filter>',
      'only runs that match it, written as in the studio: "loss = hinge, learningRate < 0.001, FID <= 5, state: finished", or words to search for; may be given several times',
      (text: string, before: string[] = []) => [...before, where(text)],
    )
    .action((options: FilterOptions) => list(context, options))
}

async function list({ output, studio }: CommandContext, options: FilterOptions): Promise<void> {
  const filter = filterIn(options)
  const { runs: all, broken } = await studio().listRuns()
  // The runs are listed without their place in a queue that cannot be read.
  const queue = await studio()
    .queue.read()
    .catch(() => undefined)
  const waiting = new Set(
    queue?.jobs.flatMap(({ run, state }) => (state === 'waiting' ? [run] : [])),
  )
  const runs = filter === undefined ? all : await chosenRuns(all, filter, waiting, studio())
  const rows: ListedRun[] = []
  const listed: object[] = []
  for (const stored of runs) {
    try {
      const { row, json } = await described(stored, waiting.has(stored.run.id))
      rows.push(row)
      listed.push(json)
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      broken.push({ dir: stored.dir, error })
    }
  }
  const none = all.length === 0 ? 'No runs yet.' : 'No matching runs.'
  output().result(rows.length === 0 ? none : runsTable(rows), {
    runs: listed,
    broken: broken.map(({ dir, error }) => ({ dir, error: error.message })),
  })
  for (const { dir, error } of broken) {
    const { remedy } = error
    output().say(`cannot read ${dir}: ${error.message}`)
    if (remedy !== undefined) output().say(remedy)
  }
}

async function described(
  { dir, run }: StoredRun,
  queued: boolean,
): Promise<{ row: ListedRun; json: object }> {
  const steps = (await listCheckpoints(dir)).map(({ step }) => step)
  const fids = (await RunFids.of(dir)).list
  const best = bestCheckpoint(fids, steps)
  return {
    row: { run, newest: steps.at(-1), best: bestToShow(fids, steps), queued },
    json: {
      ...{ dir, ...run, queued, annotations: annotationsOf(run) },
      best: best && { step: best.step, fid: best.fid },
    },
  }
}
