import {
  add,
  cast,
  equal,
  logSumExp,
  mean,
  mul,
  range,
  reshape,
  sub,
  sum,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { classLogitsOf } from './labels'
import type { LabelsOfBoth } from './labels'
import type { Both } from './judge'
import type { Trained } from './trained'

/*
 * The auxiliary classifier's terms (Odena et al., 2017): both networks minimise the classifier's
 * cross-entropy, D on real and generated images, G on generated images.
 */

/**
 * The sum of the mean cross-entropies of real and generated images, whichever are given, times the
 * classifier weight; undefined if D does not predict labels.
 *
 * @param outputs D's outputs [N, 1 + classes]
 */
export function classification(
  { discriminator, classifierWeight }: Pick<Trained, 'discriminator' | 'classifierWeight'>,
  outputs: Partial<Both>,
  labels: LabelsOfBoth,
): Scalar | undefined {
  if (discriminator.labels?.use !== 'predicted') return undefined
  const terms = (['real', 'fake'] as const).flatMap((kind) => {
    const [of, classes] = [outputs[kind], labels[kind]]
    return of === undefined || classes === undefined
      ? []
      : [crossEntropy(classLogitsOf(of), classes)]
  })
  const [first, ...others] = terms
  if (first === undefined) return undefined
  return mul(
    others.reduce((all, term) => add(all, term), first),
    classifierWeight,
  )
}

/** The mean of -log softmax at the labels. logits [N, classes], labels int32 [N] -> scalar */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  const classes = range(0, logits.shape[1], 1, 'int32')
  const chosen = cast(equal(reshape(labels, [-1, 1]), classes), 'float32')
  return mean(sub(logSumExp(logits, 1), sum(mul(logits, chosen), 1)))
}
