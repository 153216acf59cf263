import { z } from 'zod'
import { errorReportSchema } from './errors'
import { noticeSchema } from './notices'

/** Bytes that a run needs, and what there is; null where the system does not tell. */
const needSchema = z.object({
  bytes: z.number().min(0),
  available: z.number().min(0).nullable(),
})
/** The memory and disk space that a run needs. */
const needsSchema = z.object({
  /** At its peak, in the process that trains. */
  memory: needSchema,
  /** On the disk of the data folder, when the run has finished. */
  disk: needSchema,
  /** Why it cannot be started here, with settings that would fit; empty if it can. */
  refusals: z.array(errorReportSchema),
  /** Warnings about limits that the run comes close to. */
  warnings: z.array(noticeSchema),
})
export type Needs = z.infer<typeof needsSchema>

/** Sizes, resources and speed of a run before it starts. */
export const estimateSchema = z.object({
  generatorParameters: z.number().int().positive(),
  discriminatorParameters: z.number().int().positive(),
  stepsPerEpoch: z.number().int().positive(),
  totalSteps: z.number().int().positive(),
  /** Sample grids by the end of the run. */
  samples: z.number().int().positive(),
  needs: needsSchema,
  /** Null where neither a run nor a measurement on that engine has shown it yet. */
  secondsPerStep: z.number().positive().nullable(),
})
export type Estimate = z.infer<typeof estimateSchema>
