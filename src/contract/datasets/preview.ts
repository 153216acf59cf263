import { z } from 'zod'
import { resourceIdSchema } from '../resource-id'
import { refusedFileSchema } from './document'
import { preparationSchema } from './preparation'
import { sourceRequestSchema } from './source'

/** Largest number of images in a preview. */
export const MAX_PREVIEW = 100

export const previewRequestSchema = z.strictObject({
  source: sourceRequestSchema,
  preparation: preparationSchema,
  /** Number of images, spread evenly over the source. */
  count: z.number().int().min(1).max(MAX_PREVIEW),
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>

/** Some images of a source as the networks would see them. */
export const previewSchema = z.object({
  /** Names the resource with their pixels: resources.ts, `previewSheet`. */
  id: resourceIdSchema,
  images: z.array(
    z.object({
      name: z.string(),
      /** Null without labels. */
      class: z.string().nullable(),
      /** Size in the source, upright. */
      width: z.number().int().min(1),
      height: z.number().int().min(1),
    }),
  ),
  /** The images per row of the sheet. */
  columns: z.number().int().min(1),
  imageSize: z.number().int().min(1),
  refused: z.array(refusedFileSchema),
})
export type Preview = z.infer<typeof previewSchema>
