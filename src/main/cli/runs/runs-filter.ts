import { StudioError } from '../../../contract/errors'
import type { Condition, RunFilter } from '../../../contract/filter/filter'
import { matcher } from '../../../contract/filter/match'
import { parseFilter } from '../../../contract/filter/parse'
import type { StoredRun } from '../../storage/runs/runs'
import { summariseStored } from '../../studio/runs/run-summaries'
import type { Studio } from '../../studio/studio'

export interface FilterOptions {
  tag?: string[]
  group?: string
  starred?: boolean
  where?: string[]
}

/**
 * The filter that the flags of `runs` give; undefined without any.
 *
 * @throws StudioError `usage` naming the first part of `--where` that is not understood
 */
export function filterIn({ tag, group, starred, where }: FilterOptions): RunFilter | undefined {
  const parsed = (where ?? []).map((text) => parseFilter(text))
  const [fault] = parsed.flatMap(({ faults }) => faults)
  if (fault !== undefined) {
    const { message, remedy, problem } = fault.why
    throw new StudioError('usage', message, { remedy, problem, where: `--where "${fault.part}"` })
  }
  const is = (field: string, value: string): Condition => ({ field, operator: '=', value })
  const conditions = [
    ...(tag ?? []).map((each) => is('tag', each)),
    ...(group === undefined ? [] : [is('group', group)]),
    ...(starred === true ? [is('is', 'starred')] : []),
    ...parsed.flatMap((each) => each.conditions),
  ]
  const words = parsed.flatMap((each) => each.words)
  return conditions.length + words.length === 0 ? undefined : { conditions, words }
}

/**
 * The runs that meet a filter; one whose files cannot be read is kept, so that it is reported.
 *
 * @param waiting the ids of the runs that wait in the queue
 */
export async function chosenRuns(
  runs: readonly StoredRun[],
  filter: RunFilter,
  waiting: ReadonlySet<string>,
  studio: Studio,
): Promise<StoredRun[]> {
  const titles = new Map((await studio.datasets.list()).map(({ name, title }) => [name, title]))
  const matches = matcher(filter, (dataset) => titles.get(dataset) ?? dataset)
  const chosen: StoredRun[] = []
  for (const stored of runs) {
    const summary = await summariseStored(stored, 0).catch(unlessUnreadable)
    const queued = waiting.has(stored.run.id) ? { state: 'queued' as const } : {}
    if (summary === undefined || matches({ ...summary, ...queued })) chosen.push(stored)
  }
  return chosen
}

function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof StudioError)) throw error
}
