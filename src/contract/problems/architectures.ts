/* Problems with architectures and network specifications; see ../problems.ts. */

import { layerPlace } from '../architectures/layer-place'
import { grouped } from '../counted'

export interface Layer {
  /** The layer's place, counted from 0: `3`, or `3.main.1` in a residual layer's branch. */
  at: string
  type: string
  why: string
}
export interface PlacedLayer extends Omit<Layer, 'why'> {
  role: 'generator' | 'discriminator'
}
export interface Image {
  channels: number
  size: number
}

const correct = () => 'Fix this layer or the layers before it.'
const correctEnd = () => 'Fix the last layer, or the output in the specification.'
const correctClasses = () =>
  'Leave out “classes” in both networks, or give both networks such a layer.'
const classCount = (count: number) => (count === 0 ? 'no classes' : `${grouped(count)} classes`)
const dimensions = ({ channels, size }: Image) => `${channels} x ${size} x ${size}`

export const architecturesProblems = {
  unknownArchitecture: {
    message: ({ name, known }: { name: string; known: string }) =>
      `this version does not know the architecture "${name}" (known: ${known})`,
    remedy: () => 'Use the version of GAN Studio that saved it, or a newer one.',
  },
  architectureNotJson: {
    message: ({ why }: { why: string }) => `the architecture cannot be read as JSON: ${why}`,
    remedy: () => 'Correct the file; docs/architectures.md describes architecture files.',
  },
  architectureNotValid: {
    message: ({ why }: { why: string }) => `the architecture is not valid: ${why}`,
    remedy: () => 'docs/architectures.md describes architecture files.',
  },
  generatorLayer: {
    message: (layer: Layer) => `${layerPlace('en', 'generator', layer)}: ${layer.why}`,
    remedy: correct,
  },
  discriminatorLayer: {
    message: (layer: Layer) => `${layerPlace('en', 'discriminator', layer)}: ${layer.why}`,
    remedy: correct,
  },
  classifierLayer: {
    message: (layer: Layer) => `${layerPlace('en', 'classifier', layer)}: ${layer.why}`,
    remedy: correct,
  },
  expectsImages: {
    message: ({ given }: { given: string }) => `it expects images, but gets ${given}`,
  },
  expectsVector: {
    message: ({ given }: { given: string }) => `it expects a vector, but gets ${given}`,
  },
  aVector: {
    message: ({ features }: { features: number }) =>
      `a vector of ${grouped(features)} ${features === 1 ? 'value' : 'values'}`,
  },
  someImages: { message: (image: Image) => `images of ${dimensions(image)}` },
  kernelTooLarge: {
    message: ({ kernel, padding, size }: { kernel: number; padding: number; size: number }) =>
      `a kernel of ${kernel} does not fit images of ${size} x ${size} with a padding of ${padding}`,
  },
  paddingTooLarge: {
    message: ({ kernel, padding, size }: { kernel: number; padding: number; size: number }) =>
      `with a padding of ${padding} and a kernel of ${kernel}, nothing is left of images of ${size} x ${size}`,
  },
  outputPaddingTooLarge: {
    message: ({ outputPadding, stride }: { outputPadding: number; stride: number }) =>
      `its output padding, ${outputPadding}, must be smaller than its stride, ${stride}`,
  },
  cannotPool: {
    message: ({ factor, size }: { factor: number; size: number }) =>
      `images of ${size} x ${size} cannot be divided into squares of ${factor} x ${factor}`,
  },
  cannotUnflatten: {
    message: ({ features, channels, size }: { features: number } & Image) =>
      `it cannot make images of ${dimensions({ channels, size })} from a vector of ${grouped(features)} values`,
  },
  branchesDiffer: {
    message: ({ main, shortcut }: { main: string; shortcut: string }) =>
      `its main branch outputs ${main}, its shortcut ${shortcut}`,
  },
  outputTooLarge: {
    message: ({ output }: { output: string }) => `its output is too large: ${output}`,
  },
  needsClasses: {
    message: () => 'it needs the number of classes, but the network states none',
  },
  classesDiffer: {
    message: ({ drawn, judged }: { drawn: number; judged: number }) =>
      `the generator is for ${classCount(drawn)}, the discriminator for ${classCount(judged)}`,
    remedy: () => 'Give both the same number of classes.',
  },
  generatorWithoutLabels: {
    message: () => 'the networks state classes, but no layer of the generator takes labels',
    remedy: correctClasses,
  },
  discriminatorWithoutLabels: {
    message: () =>
      'the networks state classes, but the discriminator neither takes labels nor ends with a classifierHead',
    remedy: correctClasses,
  },
  layerWithWeights: {
    message: ({ role, at, type, weights }: PlacedLayer & { weights: number }) =>
      `${layerPlace('en', role, { at, type })}, with ${grouped(weights)} weights`,
  },
  generatorOutput: {
    message: ({ wanted, given }: { wanted: string; given: string }) =>
      `the generator must output ${wanted}, but its last layer outputs ${given}`,
    remedy: correctEnd,
  },
  discriminatorOutput: {
    message: ({ wanted, given }: { wanted: string; given: string }) =>
      `the discriminator must output ${wanted}, but its last layer outputs ${given}`,
    remedy: correctEnd,
  },
  classifierOutput: {
    message: ({ wanted, given }: { wanted: string; given: string }) =>
      `the classifier must output ${wanted}, but its last layer outputs ${given}`,
    remedy: correctEnd,
  },
  classifierEnd: {
    message: () =>
      'the last layer of a classifier must be linear: what goes into it are the features',
    remedy: correctEnd,
  },
  dependsOnBatch: {
    message: () => 'its output depends on the other images of a batch, which features must not',
  },
  notAGeneratorSpec: { message: () => 'a generator must take latents and output images' },
  notADiscriminatorSpec: { message: () => 'a discriminator must take images and output a logit' },
  networksDiffer: {
    message: ({ made, taken }: { made: string; taken: string }) =>
      `the generator outputs ${made}, but the discriminator takes ${taken}`,
    remedy: () => 'Give both the same number of channels and the same size.',
  },
}
