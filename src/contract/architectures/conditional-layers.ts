import type { NetworkOptions } from './architecture'
import type { Initialisation, LayerSpec } from './spec'

/* The layers that make the architectures class-conditional. */

type Conditioning = Pick<NetworkOptions, 'conditioning' | 'classes' | 'labelInput'>

/**
 * The longest label embedding. With up to this many classes, an embedding has one value per class.
 */
const LONGEST = 128

/** The length of the label's embedding in a generator's input. */
export const labelFeatures = (classes: number): number => Math.min(classes, LONGEST)

/** The number of classes, as the specifications of both networks state it. */
export const classesOf = ({ conditioning, classes }: Conditioning): { classes?: number } =>
  conditioning === 'none' ? {} : { classes }

const embedding = ({ classes }: Conditioning): LayerSpec => ({
  type: 'labelEmbedding',
  features: labelFeatures(classes),
})

/** The first layers of a generator that can receive the label only as part of its input. */
export const embeddedLabel = (settings: Conditioning): LayerSpec[] =>
  settings.conditioning === 'none' ? [] : [embedding(settings)]

/**
 * Returns the first layers of a generator with batch norm, and the norm of its blocks: either may
 * take the label.
 */
export function labelInputOf(settings: Conditioning): { first: LayerSpec[]; norm: LayerSpec } {
  const norm = { epsilon: 1e-5, momentum: 0.1 }
  return settings.conditioning !== 'none' && settings.labelInput === 'batchNorm'
    ? { first: [], norm: { type: 'conditionalBatchNorm2d', ...norm } }
    : { first: embeddedLabel(settings), norm: { type: 'batchNorm2d', ...norm } }
}

/** Returns a discriminator's last layer. */
export function headOf(
  { conditioning }: Conditioning,
  weights: { initialisation: Initialisation; spectralNorm?: true },
): LayerSpec {
  switch (conditioning) {
    case 'none':
      return { type: 'linear', features: 1, bias: true, ...weights }
    case 'projection':
      return { type: 'projectionHead', ...weights }
    case 'auxiliaryClassifier':
      return { type: 'classifierHead', ...weights }
  }
}
