import { z } from 'zod'

/** One entry per bucket; null if none of its steps has the metric, as JSON has no NaN. */
const values = z.array(z.number().nullable())
const bandSchema = z.object({ mean: values, low: values, high: values })
export type WindowBand = z.infer<typeof bandSchema>

/**
 * A range of metrics thinned for drawing: each bucket spans one or more steps and has each metric's
 * mean, minimum and maximum over them.
 */
export const metricsWindowSchema = z.object({
  /** Last step of each bucket, ascending. */
  step: z.array(z.number().int().positive()),
  /** Every metric that occurs anywhere in the run, by key. All arrays have the length of `step`. */
  series: z.record(z.string(), bandSchema),
  /** Total steps of the run so far. */
  lastStep: z.number().int().min(0),
})
export type MetricsWindow = z.infer<typeof metricsWindowSchema>
