import { z } from 'zod'
import { metrics } from '../../../contract/metrics/metrics'
import { metricIn, metricsSchema } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'

/** Good points, their steps rising. */
interface GoodLines {
  points: Metrics[]
  /** The lines of `points`, each with its line feed. */
  lines: string[]
}

/** What is in the text of a metrics log. */
interface ScannedMetrics extends GoodLines {
  /** Lines skipped because they have no step or epoch, or repeat or precede an earlier step. */
  badLines: number
  /** Whether one of the bad lines is the last, without its end: the writer died in the middle. */
  torn: boolean
}

/** Reads the text of a metrics log, leaving out what is damaged. */
export function scanMetrics(text: string): ScannedMetrics {
  const scan = new MetricsScan()
  return { ...scan.take(text), badLines: scan.badLines, torn: scan.torn }
}

/** The same for a text that comes in portions of whole lines. */
export class MetricsScan {
  badLines = 0
  torn = false
  private lastStep = 0

  /** @returns the good lines of the portion */
  take(text: string): GoodLines {
    const good: GoodLines = { points: [], lines: [] }
    for (const line of text.split('\n')) {
      if (line === '') continue
      const point = parseLine(line)
      this.torn = point === undefined && text.endsWith(line)
      if (point === undefined || point.step <= this.lastStep) {
        this.badLines++
        continue
      }
      this.lastStep = point.step
      good.points.push(point)
      good.lines.push(`${line}\n`)
    }
    return good
  }
}

/** A metric that is not a finite number counts as missing; step and epoch must be whole numbers. */
const lineSchema = metricsSchema.catchall(z.unknown()).transform((line): Metrics => {
  const { step, epoch, ...rest } = line
  const point: Metrics = { step, epoch }
  for (const key of Object.keys(rest)) {
    const value = rest[key]
    if (typeof value === 'number' && Number.isFinite(value)) point[key] = value
  }
  return point
})

/** Characters. */
export const MOST_LINE = 65_536

function parseLine(line: string): Metrics | undefined {
  try {
    // No line of ours is a hundredth of that; parsing deep nests could run out of stack.
    if (line.length > MOST_LINE) return undefined
    return lineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/**
 * One line of the log. Equal runs have equal bytes: after step and epoch come the table's metrics
 * in its order, then others in the order of the record.
 */
export function metricsLine(point: Metrics): string {
  const line: Metrics = { step: point.step, epoch: point.epoch }
  for (const { key } of metrics) {
    const value = metricIn(point, key)
    if (value !== undefined) line[key] = value
  }
  return `${JSON.stringify({ ...line, ...point })}\n`
}

/**
 * What a person should know about a log, or undefined if all steps from 1 to `lastStep` are there.
 *
 * @param kept the lines of those steps that are there
 */
export function describeGaps(
  { badLines, torn, kept }: Pick<ScannedMetrics, 'badLines' | 'torn'> & { kept: number },
  lastStep: number,
): Notice | undefined {
  const what: Notice[] = []
  if (torn && badLines === 1) what.push(notice('lastLineTorn', {}))
  else if (badLines > 0) what.push(notice('linesDamaged', { count: badLines }))
  const missing = lastStep - kept
  if (missing > 0) what.push(notice('stepsWithoutLine', { count: missing, last: lastStep }))
  return what.length === 0 ? undefined : notice('metricsGaps', { what })
}
