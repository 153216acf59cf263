import { divergenceOf } from '../../contract/divergence'
import type { MeasuredFid } from '../../contract/evaluations/best-checkpoint'
import { activeAlarms } from '../../contract/alarms/alarm'
import { alarmsOf } from '../../contract/alarms/of-run'
import type { Run } from '../../contract/run'
import { annotationsOf } from '../../contract/annotations'
import { changedAt } from '../../contract/run-order'
import { valueText } from './evaluate/evaluation-text'
import { formatTable } from './table'

/** A run of the list, with the steps of its newest and best checkpoints. */
export interface ListedRun {
  run: Run
  /** True if it waits in the queue. */
  queued?: boolean
  newest: number | undefined
  best: MeasuredFid | null
}

/** A run's state, worded like the badges in the studio. */
function stateText({ run, queued = false }: ListedRun): string {
  if (queued) return 'queued'
  // Its host died before training began, or is about to begin.
  if (run.state === 'created') return 'not started'
  if (run.state === 'stopped' && run.sessions.at(-1)?.early !== undefined) return 'stopped early'
  return divergenceOf(run) === null ? run.state : 'diverged'
}

/** A run's first active alarm: "images alike since step 100". */
function alarmText(run: Run): string {
  const [first] = activeAlarms(alarmsOf(run))
  if (first === undefined) return '-'
  const kind = first.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${kind} since step ${first.since}`
}

const bestText = ({ best }: ListedRun): string =>
  best === null ? '-' : `${best.step} (FID ${valueText('fid', best.fid)})`

const columns: Readonly<Record<string, (listed: ListedRun) => string>> = {
  run: ({ run }) => run.id,
  name: ({ run }) => run.name,
  state: stateText,
  alarm: ({ run }) => alarmText(run),
  'saved step': ({ newest }) => String(newest ?? '-'),
  'best step': bestText,
  tags: ({ run }) => annotationsOf(run).tags.join(', ') || '-',
  group: ({ run }) => annotationsOf(run).group ?? '-',
  starred: ({ run }) => (annotationsOf(run).starred ? 'yes' : '-'),
  'started from': ({ run: { from } }) => (from === undefined ? '-' : `${from.id}@${from.step}`),
  'last trained': ({ run }) => changedAt(run),
}

/** Columns that are left out if they are empty for all runs. */
const optional = ['alarm', 'best step', 'tags', 'group', 'starred']

/** The list of runs as a table. */
export function runsTable(runs: readonly ListedRun[]): string[] {
  const shown = Object.entries(columns).filter(
    ([heading, text]) => !optional.includes(heading) || runs.some((listed) => text(listed) !== '-'),
  )
  const rows = runs.map((listed) => shown.map(([, text]) => text(listed)))
  return formatTable([shown.map(([heading]) => heading), ...rows])
}
