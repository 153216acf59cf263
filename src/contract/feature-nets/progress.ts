import { z } from 'zod'

/** `reading` the data set, `training`, and `testing` on the held-out images once. */
export const netTrainingStages = ['reading', 'training', 'testing'] as const

/** The progress of a feature net's training. */
export const netProgressSchema = z.object({
  stage: z.enum(netTrainingStages),
  /** Training steps done and in total; 0 of 0 before training. */
  step: z.number().int().min(0),
  steps: z.number().int().min(0),
  /** From 1; 0 before training. */
  epoch: z.number().int().min(0),
  epochs: z.number().int().min(0),
})
export type NetProgress = z.infer<typeof netProgressSchema>
