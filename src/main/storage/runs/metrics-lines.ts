import { z } from 'zod'
import { metrics } from '../../../contract/metrics/metrics'
import { metricIn, metricsSchema } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { StepOrder } from './step-order'

/** The content of a metrics log. */
interface ScannedMetrics {
  /** Valid points, in ascending order of their steps. */
  points: Metrics[]
  /** The lines of `points`, each including its line feed. */
  lines: string[]
  /** Number of lines skipped for having no step or epoch, or a step that other lines contradict. */
  badLines: number
  /** True if the last line is bad and incomplete: the writer died while writing it. */
  torn: boolean
}

/** Parses the text of a metrics log, skipping damaged lines. */
export function scanMetrics(text: string): ScannedMetrics {
  const scan = new MetricsScan()
  const good = [...scan.take(text), ...scan.finish()]
  const { badLines, torn } = scan
  const points = good.map(({ point }) => point)
  return { points, lines: good.map((line) => line.text), badLines, torn }
}

/** A valid line of a log. */
export interface MetricsLine {
  step: number
  point: Metrics
  /** Including its line feed. */
  text: string
  /** Offset in the log of what follows it, in bytes. */
  end: number
}

/** Scans a log that comes in portions of whole lines. */
export class MetricsScan {
  torn = false
  private damaged = 0
  private readonly order = new StepOrder<MetricsLine>()

  get badLines(): number {
    return this.damaged + this.order.dropped
  }

  /**
   * @param at offset of the portion in the log
   * @returns the lines now known to be good, possibly of earlier portions
   */
  take(portion: string, at = 0): MetricsLine[] {
    const good: MetricsLine[] = []
    let end = at
    for (const line of portion.split('\n')) {
      end += Buffer.byteLength(line) + 1
      if (line === '') continue
      const point = parseLine(line)
      this.torn = point === undefined && portion.endsWith(line)
      if (point === undefined) this.damaged++
      else good.push(...this.order.take({ step: point.step, point, text: `${line}\n`, end }))
    }
    return good
  }

  /** @returns the remaining good lines, if no portion follows */
  finish(): MetricsLine[] {
    return this.order.finish()
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
