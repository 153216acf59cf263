import type { Standing, SweepSummary, SweepView } from '../../../contract/sweep/commands'
import type { Candidate, Out } from '../../../contract/sweep/document'
import type { SweepOutline } from '../../../contract/sweep/commands'
import { ranked } from '../../../contract/sweep/order'
import { counted, grouped } from '../../../contract/counted'
import { onOneLine } from '../../../contract/notices'
import { labelIn } from '../../../contract/metrics/table'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import { formatTable } from '../table'

/** Prints a metric of images, whose values are of any size. */
const score = (value: number | null): string =>
  value === null ? '-' : String(Number(value.toPrecision(5)))

const metricName = (key: string): string => imageMetricOf(key)?.label.en ?? labelIn(key, 'en')

/** Describes what a sweep would train. */
export function outlineLines({ configurations, trials, rungs, share }: SweepOutline): string[] {
  const lines = [`${counted(configurations, 'configuration')}, ${counted(trials, 'run')}`]
  if (rungs.length < 2) return lines
  const each = rungs.map(({ configurations: count, step }) => `${count} to step ${grouped(step)}`)
  return [
    ...lines,
    `Rungs (steps of the first configuration): ${each.join(', ')}`,
    `${(share * 100).toFixed(0)} % of the steps that training all configurations to the end would take`,
  ]
}

export function listLines(sweeps: readonly SweepSummary[]): string[] {
  if (sweeps.length === 0) return ['There are no sweeps.']
  const rows = sweeps.map(({ id, name, state, counts, trials, failed, best, metric }) => {
    const ended = counts.finished + counts.pruned + counts.out
    const configurations = ended + counts.training + counts.waiting
    return [
      ...[id, name, state, `${ended} of ${configurations}`, String(trials), String(failed)],
      best === null ? '-' : `${metricName(metric)} ${score(best.score)}`,
    ]
  })
  return formatTable([['sweep', 'name', 'state', 'ended', 'runs', 'failed', 'best'], ...rows])
}

/** A sweep's configurations, the best first. */
export function sweepLines({ sweep, standings, summary, steps }: SweepView): string[] {
  const { spec, candidates, trials } = sweep
  const sorted = ranked(spec.metric, standings)
  const others = standings.filter((each) => !sorted.includes(each))
  const rows = [...sorted, ...others].map(({ candidate, state, rung, score: value }) => [
    ...[String(candidate + 1), valuesText(candidates[candidate])],
    ...[state, `${rung + 1} of ${steps[candidate]?.length ?? 1}`, score(value)],
    reasonOf(
      trials.filter((trial) => trial.candidate === candidate).flatMap(({ out }) => out ?? []),
    ),
  ])
  const heading = ['number', 'values', 'state', 'rung', metricName(spec.metric), 'reason']
  const problem = summary.problem === null ? [] : [`Problem: ${onOneLine(summary.problem, 'en')}`]
  return [
    `${spec.name} (${sweep.id}): ${sweep.state}`,
    ...formatTable([heading, ...rows]),
    ...problem,
  ]
}

const valuesText = (candidate: Candidate | undefined): string =>
  Object.entries(candidate?.values ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || '(as the preset)'

function reasonOf([out]: readonly Out[]): string {
  if (out === undefined) return '-'
  if (out.kind === 'alarm') return `alarm: ${out.alarm}`
  const why = 'error' in out ? out.error : null
  return why === null ? out.kind : onOneLine(why, 'en')
}

/** The progress of a sweep on one line. */
export function progressText({ counts, best, metric }: SweepSummary): string {
  const parts = (['training', 'waiting', 'pruned', 'out', 'finished'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`)
  return best === null ? parts.join(', ') : `${parts.join(', ')}; best ${bestText(best, metric)}`
}

const bestText = ({ candidate, score: value }: Standing, metric: string): string =>
  `${metricName(metric)} ${score(value)}, configuration ${candidate + 1}`
