import { z } from 'zod'
import { engineChoiceSchema, engineSetupSchema } from './engines'
import { weightsChoiceSchema } from './generated'

/** A generator's weights, and the engine to run it on. */
export const generatorJobSchema = z.object({
  /** A run's or a checkpoint's folder, or a safetensors file with a generator's weights. */
  source: z.string(),
  weights: weightsChoiceSchema.optional(),
  engine: engineChoiceSchema,
  threads: z.number().int().min(0).max(256),
  setup: engineSetupSchema.optional(),
})
export type GeneratorJob = z.infer<typeof generatorJobSchema>
