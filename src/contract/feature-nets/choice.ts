import { z } from 'zod'

/** The trained feature nets that come with the studio. */
export const bundledNets = ['lenet-mnist', 'lenet-fashion'] as const
/** All feature nets that come with the studio. */
export const builtInNets = [...bundledNets, 'pixels', 'random-conv'] as const

/** The feature net to measure with: one of the studio's, or one in a folder (docs/feature-nets.md). */
export const featureNetChoiceSchema = z.discriminatedUnion('id', [
  z.strictObject({ id: z.enum(builtInNets) }),
  /** The net kept with the data set. */
  z.strictObject({ id: z.literal('dataset') }),
  /** `path` is the folder with feature-net.json, such as that in a data set's folder. */
  z.strictObject({ id: z.literal('folder'), path: z.string().min(1) }),
])
export type FeatureNetChoice = z.infer<typeof featureNetChoiceSchema>
