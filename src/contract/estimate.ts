import { z } from 'zod'
import { errorReportSchema } from './errors'
import { noticeSchema } from './notices'

/**
 * Bytes that a run needs and bytes available; `available` is null if the system does not report it.
 */
const needSchema = z.object({
  bytes: z.number().min(0),
  available: z.number().min(0).nullable(),
})
/** The memory and disk space that a run needs. */
const needsSchema = z.object({
  /** Peak memory of the training process. */
  memory: needSchema,
  /** Disk space in the data folder once the run has finished. */
  disk: needSchema,
  /** Why the run cannot start on this machine, with settings that would fit; empty if it can. */
  refusals: z.array(errorReportSchema),
  /** Warnings about limits that the run approaches. */
  warnings: z.array(noticeSchema),
})
export type Needs = z.infer<typeof needsSchema>

/** Sizes, resources and speed of a run before it starts. */
export const estimateSchema = z.object({
  /** Trained parameters; rounded beyond 2 ** 53, where zod's integers end. */
  generatorParameters: z.number().min(0),
  discriminatorParameters: z.number().min(0),
  stepsPerEpoch: z.number().int().positive(),
  totalSteps: z.number().int().positive(),
  /** Sample grids by the end of the run. */
  samples: z.number().int().positive(),
  needs: needsSchema,
  /** Null until a run or a measurement on that engine has shown it. */
  secondsPerStep: z.number().positive().nullable(),
})
export type Estimate = z.infer<typeof estimateSchema>
