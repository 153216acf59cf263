import { z } from 'zod'
import { metrics } from './metrics'

/**
 * The metrics of one step: one line of metrics.jsonl, by the keys of the table. It is sparse: a
 * metric may be missing, and one that this version does not know is kept. It holds no times, so
 * that a resumed run's lines equal those of an uninterrupted run.
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

/** The keys of its metrics, known and unknown, in the record's own order. */
export const metricKeys = (point: Metrics): string[] =>
  Object.keys(point).filter((key) => key !== 'step' && key !== 'epoch')

/** Undefined if the record lacks the metric. */
export const metricIn = (point: Metrics, key: string): number | undefined =>
  Object.hasOwn(point, key) ? point[key] : undefined

/**
 * The last of some points, completed with the newest value of each evaluation metric, which its own
 * line seldom has.
 *
 * @param before the newest record before these points; ignored if they go back to its step or an
 *   earlier one
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
