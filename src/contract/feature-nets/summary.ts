import { z } from 'zod'

/** The images that a net was trained on. */
const trainedOnSchema = z.object({
  name: z.string(),
  /** SHA-256 of the data set's training images. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  images: z.number().int().min(0),
})

/** The result on the test images: measured once, after training, so it influenced no choice. */
const testSchema = z.object({
  images: z.number().int().min(1),
  /** The share of images whose class is recognised. */
  accuracy: z.number().min(0).max(1),
  /** The hold-out part; or a tenth of the training images, which it was then not trained on. */
  part: z.enum(['holdOut', 'tenthOfTraining']),
})

/** The part of a trained net's document that is shown to users. */
export const netSummarySchema = z.object({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  title: z.string().trim().min(1).max(100),
  trainedOn: trainedOnSchema,
  test: testSchema,
  seed: z.number().int().min(0),
})
export type NetSummary = z.infer<typeof netSummarySchema>
