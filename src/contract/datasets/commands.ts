import { z } from 'zod'
import { command, nothing } from '../command'
import { datasetCheckSchema, datasetDetailSchema } from './detail'
import { importRequestSchema, importSummarySchema } from './import'
import { knownDatasetSchema } from './known'
import { datasetListingSchema } from './listing'
import { removedDatasetSchema } from './removed'
import { previewRequestSchema, previewSchema } from './preview'
import { sourceDescriptionSchema, sourceRequestSchema } from './source'

/* Commands about data sets; see ../api.ts. */

/** The name of a data set, as its listing has it. */
const byName = z.object({ name: z.string().min(1) })
const byImport = z.object({ id: z.string().min(1) })
/** A removed data set, as `datasets.remove` named it. */
const byEntry = z.object({ entry: z.string().min(1) })

/** Chosen by the client, to name a request that it may cancel. */
const ticketSchema = z.string().min(1).max(64)

export const datasetCommands = {
  'datasets.list': command(
    nothing,
    z.object({
      datasets: z.array(datasetListingSchema),
      /** Imports that have not become data sets. */
      imports: z.array(importSummarySchema),
      /** Removed data sets that can be restored, the last removed first. */
      removed: z.array(removedDatasetSchema),
    }),
  ),
  'datasets.get': command(byName, datasetDetailSchema),
  /** Reads all of a data set's files and compares them with its fingerprints. */
  'datasets.check': command(byName, datasetCheckSchema),
  'datasets.rename': command(
    /** `checkedTitle` says what is wrong with a title. */
    byName.extend({ title: z.string() }),
    datasetListingSchema,
  ),
  /** Moves a prepared data set to the trash; runs that train on it continue. */
  'datasets.remove': command(byName, byEntry),
  'datasets.restore': command(byEntry, datasetListingSchema),

  /**
   * Says what a file or folder contains. The path may be written as people type or paste it: with
   * `~`, in quotes, or as a file:// address.
   */
  'sources.describe': command(
    z.object({ source: sourceRequestSchema, ticket: ticketSchema.optional() }),
    sourceDescriptionSchema,
  ),
  /** Ends the description that was requested with this ticket. */
  'sources.cancel': command(z.object({ ticket: ticketSchema }), nothing),
  /** Prepares some images for a preview. */
  'sources.preview': command(previewRequestSchema, previewSchema),

  /** Replies when the import has begun; the event `import` reports its progress. */
  'imports.start': command(importRequestSchema, importSummarySchema),
  /** Continues an interrupted or failed import. */
  'imports.continue': command(byImport, importSummarySchema),
  /** Ends an import and removes what it has stored. */
  'imports.cancel': command(byImport, nothing),

  'known.list': command(nothing, z.object({ known: z.array(knownDatasetSchema) })),
  /** Downloads a known data set and imports it. */
  'known.fetch': command(
    z.object({
      key: z.string(),
      /** A folder or file with the files of the data set, which are then not downloaded. */
      from: z.string().optional(),
    }),
    importSummarySchema,
  ),
  /** Deletes a known data set's downloaded files; replies with the number of bytes freed. */
  'known.deleteDownloads': command(
    z.object({ key: z.string() }),
    z.object({ bytes: z.number().int().min(0) }),
  ),
} as const
