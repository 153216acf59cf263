import { z } from 'zod'
import { measureJobSchema, measureOptionsSchema, USUAL_SEED } from '../evaluations/measuring'
import { noticeSchema } from '../notices'
import { namedNeighboursSchema, spaces } from './neighbours'

export const MOST_SAMPLES = 32
export const MOST_NEIGHBOURS = 8
export const USUAL_SAMPLES = 12
export const USUAL_NEIGHBOURS = 5

/** The options of a search for nearest training images. */
export const findOptionsSchema = z.object({
  space: z.enum(spaces).default('features'),
  /** By default the net that suits the data set; not for pixels. */
  net: measureOptionsSchema.shape.net,
  /** Generated images, the first ones of the seed. */
  samples: z.number().int().min(1).max(MOST_SAMPLES).default(USUAL_SAMPLES),
  /** Training images for each. */
  neighbours: z.number().int().min(1).max(MOST_NEIGHBOURS).default(USUAL_NEIGHBOURS),
  seed: z.number().int().min(0).max(4_294_967_295).default(USUAL_SEED),
})

/** A request to the measuring process; `store` is the run's folder. */
export const findJobSchema = measureJobSchema
  .pick({
    ...{ source: true, weights: true, engine: true, threads: true, setup: true },
    ...{ dataset: true, datasetsDirs: true, asTrained: true, cacheDir: true, background: true },
    ...{ split: true, realCount: true },
  })
  .extend({ ...findOptionsSchema.shape, store: z.string() })
export type FindJob = z.infer<typeof findJobSchema>

export const findReplySchema = z.object({
  found: namedNeighboursSchema,
  warnings: z.array(noticeSchema),
})
export type FindReply = z.infer<typeof findReplySchema>
