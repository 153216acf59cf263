import { z } from 'zod'
import { metrics } from './metrics'

/**
 * The metrics of one step by key: one line of metrics.jsonl. Any metric may be missing, and unknown
 * ones are kept. There are no times, so a resumed run's lines equal those of an uninterrupted run.
 */
export const metricsSchema = z
  .object({
    /** Steps done, from 1. */
    step: z.number().int().positive(),
    /** The epoch this step belongs to, from 1. */
    epoch: z.number().int().positive(),
  })
  .catchall(z.number())
export type Metrics = z.infer<typeof metricsSchema>

/** The keys of a record's metrics, known and unknown, in the record's order. */
export const metricKeys = (point: Metrics): string[] =>
  Object.keys(point).filter((key) => key !== 'step' && key !== 'epoch')

/** Returns undefined if the record lacks the metric. */
export const metricIn = (point: Metrics, key: string): number | undefined =>
  Object.hasOwn(point, key) ? point[key] : undefined

/**
 * Returns the last point, completed with the newest value of each evaluation metric, since most
 * lines lack them.
 *
 * @param before the record preceding these points; ignored if the points start at or before its
 *   step
 */
export function newestMetrics(before: Metrics | null, points: readonly Metrics[]): Metrics | null {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return before
  const earlier = before === null || before.step >= first.step ? [] : [before]
  const all = [...earlier, ...points]
  const evaluations: Record<string, number> = {}
  for (const { key, cadence } of metrics) {
    if (cadence !== 'evaluation') continue
    const newest = all.findLast((point) => Object.hasOwn(point, key))?.[key]
    if (newest !== undefined) evaluations[key] = newest
  }
  return { ...evaluations, ...last }
}
