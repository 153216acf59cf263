import { z } from 'zod'
import { MAX_CHOSEN } from './class-choice'
import { noticeSchema } from './notices'
import { resourceIdSchema } from './resource-id'

/**
 * The choice between a checkpoint's generators: the moving average (`ema`), or the weights as trained
 * (`raw`). By default the average, if the checkpoint has one.
 */
export const weightsChoiceSchema = z.enum(['ema', 'raw'])
export type WeightsChoice = z.infer<typeof weightsChoiceSchema>

/** Labels to generate images of, repeated in order. */
export const classesSchema = z.array(z.number().int().min(0).max(65_535)).min(1).max(MAX_CHOSEN)

/** The source of a generator's weights: a run's checkpoint or an uploaded file. */
export const generatorSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checkpoint'), id: resourceIdSchema, step: z.number().int().min(0) }),
  z.object({ kind: z.literal('upload'), id: resourceIdSchema }),
])
export type GeneratorSourceRef = z.infer<typeof generatorSourceSchema>

/**
 * A set of generated images, kept by the host until newer sets replace it. Its resources:
 * `generated/<id>/sheet.png` (the images in rows of `columns`, no padding),
 * `generated/<id>/image/<n>.png`, `generated/<id>/images.zip` and `generated/<id>/idx.zip`.
 */
export const generatedSchema = z.object({
  id: resourceIdSchema,
  count: z.number().int().positive(),
  columns: z.number().int().positive(),
  size: z.number().int().positive(),
  channels: z.number().int().positive(),
  warnings: z.array(noticeSchema),
})
export type Generated = z.infer<typeof generatedSchema>
