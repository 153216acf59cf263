import { z } from 'zod'

/** A published data set that the studio can download. */
export const knownDatasetSchema = z.object({
  key: z.string(),
  /** As published. */
  title: z.string(),
  images: z.number().int().min(1),
  testImages: z.number().int().min(0),
  size: z.number().int().min(1),
  channels: z.union([z.literal(1), z.literal(3)]),
  classes: z.number().int().min(1),
  /** Bytes to download. All files have published checksums, which are verified. */
  bytes: z.number().int().min(1),
  /** Licence and authors. */
  licence: z.string(),
  /** The page that describes it. */
  homepage: z.string(),
  /** Addresses of the files, to download by hand for machines without internet. */
  files: z.array(z.string()),
  /**
   * Bytes of downloaded files that are still on the disk, with those of other sets in the same
   * archive. They are not needed once the data sets have been added.
   */
  kept: z.number().int().min(0),
  /** The name of the data set made from it; null if there is none. */
  stored: z.string().nullable(),
})
export type KnownDataset = z.infer<typeof knownDatasetSchema>
