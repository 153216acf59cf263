import { z } from 'zod'

/** One entry a bucket; null where none of its steps has the metric, as JSON has no NaN. */
const values = z.array(z.number().nullable())
const bandSchema = z.object({ mean: values, low: values, high: values })
export type WindowBand = z.infer<typeof bandSchema>

/**
 * A stretch of metrics thinned for drawing: bucket i spans some steps and holds each metric's
 * mean, lowest and highest there.
 */
export const metricsWindowSchema = z.object({
  /** Last step of each bucket, rising. */
  step: z.array(z.number().int().positive()),
  /** By metric: every one that occurs anywhere in the run. All arrays are as long as `step`. */
  series: z.record(z.string(), bandSchema),
  /** Steps that the run has in all. */
  lastStep: z.number().int().min(0),
})
export type MetricsWindow = z.infer<typeof metricsWindowSchema>
