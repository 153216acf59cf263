import { slice, tensor1d } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { drawnLabels, realLabels } from './step-input'
import type { StepInput } from './step-input'
import type { Trained } from './trained'

/*
 * Labels in the steps of class-conditional networks. Real images have their own labels. Those of
 * generated images are drawn uniformly (as in SNGAN's code), so that all classes are trained
 * equally, whatever their frequencies. If the loss compares pairs, a generated image has the label
 * of the real one (as in R3GAN's code), because images of different classes are not comparable.
 */

/** Labels int32 [N] of an update's images; undefined for unconditional networks. */
export interface LabelsOfBoth {
  real: Tensor1D | undefined
  fake: Tensor1D | undefined
}

/** The label inputs of an update; none for unconditional networks. */
export function labelInputs(
  { classes, loss }: Pick<Trained, 'classes' | 'loss'>,
  batch: number,
  images: 'both' | 'fake',
): Record<string, StepInput> {
  if (classes === undefined) return {}
  const pairs = loss.pairs === true
  return {
    ...(pairs || images === 'both' ? { labels: realLabels(batch) } : {}),
    ...(pairs ? {} : { fakeLabels: drawnLabels(batch) }),
  }
}

/**
 * Finds the labels of an update's images.
 *
 * @param inputs those declared by {@link labelInputs}, and possibly others
 */
export function labelsIn(inputs: Readonly<Record<string, Tensor>>): LabelsOfBoth {
  const real = inputs['labels'] as Tensor1D | undefined
  return { real, fake: (inputs['fakeLabels'] as Tensor1D | undefined) ?? real }
}

/** A discriminator's logits [N, 1], from its outputs [N, 1] or [N, 1 + classes]. */
export const logitsOf = (outputs: Tensor2D): Tensor2D =>
  outputs.shape[1] === 1 ? outputs : slice(outputs, [0, 0], [-1, 1])

/** The class logits [N, classes] of a discriminator that predicts labels. */
export const classLogitsOf = (outputs: Tensor2D): Tensor2D => slice(outputs, [0, 1], [-1, -1])

/** Labels as a tensor int32 [N]; undefined if there are none. */
export const labelTensor = (labels: Int32Array | undefined): Tensor1D | undefined =>
  labels === undefined ? undefined : tensor1d(labels, 'int32')
