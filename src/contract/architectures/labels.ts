import type { LayerSpec, NetworkSpec, NetworkSpecs } from './spec'

/** The labels of a class-conditional network (whole numbers from 0), and how it uses them. */
export interface Labels {
  classes: number
  /** `taken`: each example comes with its label. `predicted`: the output has a logit per class. */
  use: 'taken' | 'predicted'
}

/** Returns how a network uses labels; undefined if it is unconditional. */
export function labelsOf({
  classes,
  layers,
}: Pick<NetworkSpec, 'classes' | 'layers'>): Labels | undefined {
  if (classes === undefined) return undefined
  if (layers.some(takesLabels)) return { classes, use: 'taken' }
  return layers.at(-1)?.type === 'classifierHead' ? { classes, use: 'predicted' } : undefined
}

const takesLabels = (layer: LayerSpec): boolean =>
  layer.type === 'residual'
    ? [...layer.main, ...layer.shortcut].some(takesLabels)
    : ['labelEmbedding', 'conditionalBatchNorm2d', 'projectionHead'].includes(layer.type)

/** The number of classes of two networks; undefined if neither uses labels. */
export const classesOfBoth = ({ generator, discriminator }: NetworkSpecs): number | undefined =>
  (labelsOf(generator) ?? labelsOf(discriminator))?.classes

/** The number of classes of the labels that a network takes; undefined if it takes none. */
export function takenClasses(spec: Pick<NetworkSpec, 'classes' | 'layers'>): number | undefined {
  const labels = labelsOf(spec)
  return labels?.use === 'taken' ? labels.classes : undefined
}
