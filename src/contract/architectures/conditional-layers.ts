import type { NetworkOptions } from './architecture'
import type { Initialisation, LayerSpec } from './spec'

/* The layers by which the architectures become class-conditional. */

type Conditioning = Pick<NetworkOptions, 'conditioning' | 'classes' | 'labelInput'>

/** The longest label embedding; up to this many classes, it could be the label's one-hot vector. */
const LONGEST = 128

/** The length of the label's embedding in a generator's input. */
export const labelFeatures = (classes: number): number => Math.min(classes, LONGEST)

/** The number of classes, as both networks' specifications state it. */
export const classesOf = ({ conditioning, classes }: Conditioning): { classes?: number } =>
  conditioning === 'none' ? {} : { classes }

const embedding = ({ classes }: Conditioning): LayerSpec => ({
  type: 'labelEmbedding',
  features: labelFeatures(classes),
})

/** A generator's first layers, where the label can only be a part of its input. */
export const embeddedLabel = (settings: Conditioning): LayerSpec[] =>
  settings.conditioning === 'none' ? [] : [embedding(settings)]

/** How a generator with batch norm is given the label. */
export function labelInputOf(settings: Conditioning): { first: LayerSpec[]; norm: LayerSpec } {
  const norm = { epsilon: 1e-5, momentum: 0.1 }
  return settings.conditioning !== 'none' && settings.labelInput === 'batchNorm'
    ? { first: [], norm: { type: 'conditionalBatchNorm2d', ...norm } }
    : { first: embeddedLabel(settings), norm: { type: 'batchNorm2d', ...norm } }
}

/** A discriminator's last layer. */
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
