import { z } from 'zod'
import { metrics } from '../../../contract/metrics/metrics'
import { metricIn, metricsSchema } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'

/** Valid points, in ascending order of their steps. */
interface GoodLines {
  points: Metrics[]
  /** The lines of `points`, each including its line feed. */
  lines: string[]
}

/** The content of a metrics log. */
interface ScannedMetrics extends GoodLines {
  /** Number of lines skipped for having no step or epoch, or for not being later than the last. */
  badLines: number
  /** True if the last line is bad and incomplete: the writer died while writing it. */
  torn: boolean
}

/** Parses the text of a metrics log, skipping damaged lines. */
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

/** A metric that is not a finite number counts as missing; step and epoch must be integers. */
const lineSchema = metricsSchema.catchall(z.unknown()).transform((line): Metrics => {
  const { step, epoch, ...rest } = line
  const point: Metrics = { step, epoch }
  for (const key of Object.keys(rest)) {
    const value = rest[key]
    if (typeof value === 'number' && Number.isFinite(value)) point[key] = value
  }
  return point
})

/** Maximum length of a line in characters. */
export const MAX_LINE = 65_536

function parseLine(line: string): Metrics | undefined {
  try {
    // Our lines are a hundredth of that; parsing deeply nested JSON could overflow the stack.
    if (line.length > MAX_LINE) return undefined
    return lineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/**
 * Serialises a point as one line of the log. Keys are ordered so that equal runs give equal bytes:
 * step, epoch, the known metrics in table order, then others in the record's own order.
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
/**
 * A warning about damaged or missing lines; undefined if all steps from 1 to `lastStep` are
 * present.
 *
 * @param kept the number of valid lines up to `lastStep`
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
