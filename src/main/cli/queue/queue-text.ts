import { onOneLine } from '../../../contract/notices'
import type { Job } from '../../../contract/queue/job'
import type { QueueContent } from '../../storage/queue/job-queue'
import { lockHolder } from '../../storage/locks/lock'
import { runnerLock } from '../../storage/queue/queue-document'
import type { CommandContext } from '../context'
import { formatTable } from '../table'

/** Prints the queue. */
export async function printQueue({ output, studio, dataFolder }: CommandContext): Promise<void> {
  const content = await studio().queue.read()
  const { runs } = await studio().listRuns()
  const names = new Map(runs.map(({ run }) => [run.id, run.name]))
  const runner = await lockHolder(runnerLock(dataFolder()))
  const pid = runner?.pid ?? null
  output().result(queueLines(content, names, pid), { ...content, runner: pid })
  if (content.warning !== null) output().say(`warning: ${onOneLine(content.warning, 'en')}`)
}

/** @param runner the process that trains the jobs, or null */
export function queueLines(
  { jobs, paused, atOnce }: Pick<QueueContent, 'jobs' | 'paused' | 'atOnce'>,
  names: ReadonlyMap<string, string>,
  runner: number | null,
): string[] {
  const by = runner === null ? 'no program is training it' : `trained by process ${runner}`
  const summary = `${paused ? 'paused' : 'active'}; at once: ${atOnce}; ${by}`
  if (jobs.length === 0) return ['The queue is empty.', summary]
  let place = 0
  const rows = jobs.map((job) => [
    job.state === 'waiting' ? String(++place) : '-',
    job.run,
    names.get(job.run) ?? '-',
    job.state,
    String(job.attempt),
    reasonOf(job),
  ])
  return [
    ...formatTable([['place', 'run', 'name', 'state', 'attempts', 'reason'], ...rows]),
    summary,
  ]
}

function reasonOf({ error, waitsFor }: Job): string {
  const why = error ?? waitsFor
  return why === null ? '-' : onOneLine(why, 'en')
}
