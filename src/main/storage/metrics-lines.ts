import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import { metricsSchema, type Metrics } from '../../contract/run'

/** What is in the text of a metrics log. */
export interface ScannedMetrics {
  /** Good points, their steps rising. */
  points: Metrics[]
  /** The lines of `points`, each with its line feed. */
  lines: string[]
  /** Lines left out because they cannot be read, or repeat or precede an earlier step. */
  badLines: number
  /** Whether one of the bad lines is the last, without its end: the writer died in the middle. */
  torn: boolean
}

/** Reads the text of a metrics log, leaving out what is damaged. */
export function scanMetrics(text: string): ScannedMetrics {
  const scanned: ScannedMetrics = { points: [], lines: [], badLines: 0, torn: false }
  let lastStep = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    const point = parseLine(line)
    scanned.torn = point === undefined && text.endsWith(line)
    if (point === undefined || point.step <= lastStep) {
      scanned.badLines++
      continue
    }
    lastStep = point.step
    scanned.points.push(point)
    scanned.lines.push(`${line}\n`)
  }
  return scanned
}

function parseLine(line: string): Metrics | undefined {
  try {
    return metricsSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** One line of the log: keys always in this order, so that equal runs have equal bytes. */
export function metricsLine({ step, epoch, lossD, lossG, dReal, dFake }: Metrics): string {
  return `${JSON.stringify({ step, epoch, lossD, lossG, dReal, dFake })}\n`
}

/** What a person should know about a log, or undefined if all steps from 1 to `lastStep` are there. */
export function describeGaps(scanned: ScannedMetrics, lastStep: number): Notice | undefined {
  const what: Notice[] = []
  const { points, badLines, torn } = scanned
  if (torn && badLines === 1) what.push(notice('lastLineTorn', {}))
  else if (badLines > 0) what.push(notice('linesDamaged', { count: badLines }))
  const missing = lastStep - points.filter(({ step }) => step <= lastStep).length
  if (missing > 0) what.push(notice('stepsWithoutLine', { count: missing, last: lastStep }))
  return what.length === 0 ? undefined : notice('metricsGaps', { what })
}
