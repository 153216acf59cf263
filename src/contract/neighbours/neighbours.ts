import { z } from 'zod'
import { evaluationProtocolSchema } from '../evaluations/evaluation'
import { weightsChoiceSchema } from '../generated'

/*
 * The training images nearest to some generated images. Stored as one document and one PNG in the
 * run's folder; see docs/run-format.md.
 */

const count = z.number().int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const distance = z.number().min(0)

/** The space of distances: a feature net's features, or pixels from 0 (black) to 1. */
export const spaces = ['features', 'pixels'] as const
export type Space = (typeof spaces)[number]

/** Distances of real images to their nearest training image. */
const typicalSchema = z.object({
  /** The number of real images. */
  count,
  median: distance,
  /** The 1st percentile of the distances. */
  near: distance,
})
export type TypicalDistance = z.infer<typeof typicalSchema>

const neighbourSchema = z.object({
  /** Among all training images. */
  index: count,
  distance,
  /** Null without labels. */
  label: count.nullable().default(null),
})

const sampleSchema = z.object({
  /** The class that was requested; null for generators without classes. */
  label: count.nullable().default(null),
  /** The nearest first. */
  neighbours: z.array(neighbourSchema).min(1),
})
export type SampleNeighbours = z.infer<typeof sampleSchema>

export const NEIGHBOURS_SCHEMA_VERSION = 1
/**
 * Schema of the document; keys that it does not name stay in the file. The PNG next to it has a row
 * for each sample, without padding: the sample, then its neighbours.
 */
export const neighboursSchema = z.object({
  schemaVersion: z.literal(NEIGHBOURS_SCHEMA_VERSION),
  step: count,
  /** The digest of the checkpoint's manifest. */
  checkpoint: sha256,
  weights: weightsChoiceSchema.default('raw'),
  space: z.enum(spaces),
  /** The feature net; null for pixels. */
  net: evaluationProtocolSchema.shape.net.nullable().default(null),
  dataset: evaluationProtocolSchema.shape.dataset,
  engine: evaluationProtocolSchema.shape.engine,
  /** Seed of the latents, as in `generate`. */
  seed: count,
  trainingCount: z.number().int().min(1),
  /** Height and width of each image. */
  size: z.number().int().min(1),
  samples: z.array(sampleSchema).min(1),
  /** Held-out images; null if there are none. */
  heldOut: typicalSchema.nullable().default(null),
  /** Training images, each without itself. */
  training: typicalSchema,
  measuredAt: z.iso.datetime(),
  seconds: z.number().min(0).default(0),
})
export type Neighbours = z.infer<typeof neighboursSchema>

/** A stored document; `name` is that of its file without extension. */
export const namedNeighboursSchema = neighboursSchema.extend({ name: z.string() })
export type NamedNeighbours = z.infer<typeof namedNeighboursSchema>

/** The resource with the images. */
export const neighboursSheet = (run: string, name: string): string =>
  `runs/${run}/neighbours/${name}.png`
