import { z } from 'zod'

/*
 * How the images of a source become a data set of images of one size. The same schema serves
 * requests, flags and dataset.json.
 */

/** Largest height and width, in pixels, that a data set can have. */
export const MAX_IMAGE_SIZE = 1024

/**
 * How an image that is not square becomes one: the largest centred square is cut out, the whole
 * image is centred on the background, or it is stretched.
 */
export const fits = ['crop', 'pad', 'stretch'] as const
export type Fit = (typeof fits)[number]

/** Pillow's filters of the same names, antialiased: BOX, BILINEAR and LANCZOS. */
export const resizeFilters = ['area', 'bilinear', 'lanczos'] as const
export type ResizeFilter = (typeof resizeFilters)[number]

/** `#rrggbb`, in lower case. */
export const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/)

export const preparationSchema = z.strictObject({
  /** Height and width in pixels. */
  imageSize: z.number().int().min(1).max(MAX_IMAGE_SIZE),
  /** 1 grey, 3 RGB. */
  channels: z.union([z.literal(1), z.literal(3)]),
  fit: z.enum(fits).default('crop'),
  filter: z.enum(resizeFilters).default('lanczos'),
  /** Behind transparent pixels, and around padded images. */
  background: colourSchema.default('#ffffff'),
  /** The classes to keep, by name, in the source's order; all if absent. */
  classes: z.array(z.string()).min(1).optional(),
  /** Keeps at most this many images, spread evenly over the source; all if absent. */
  limit: z.number().int().min(1).optional(),
  /**
   * The share of images to hold out of training, for measuring. Ignored if the source has test
   * images.
   */
  holdOut: z.number().min(0).max(0.5).default(0),
  /** The treatment of an image whose prepared pixels equal those of an earlier one. */
  duplicates: z.enum(['keep', 'skip']).default('keep'),
})
export type Preparation = z.infer<typeof preparationSchema>
