import { mean, neg, softplus } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'

/*
 * Binary cross-entropy from logits. Taken after a sigmoid it would lose its gradient where
 * the sigmoid rounds to 0 or 1; softplus never does.
 */

/** -E log sigmoid(logits): the cost of not calling every image real. logits [N,1] -> scalar */
export const bceReal = (logits: Tensor2D): Scalar => mean(softplus(neg(logits)))

/** -E log(1 - sigmoid(logits)): the cost of not calling every image fake. logits [N,1] -> scalar */
export const bceFake = (logits: Tensor2D): Scalar => mean(softplus(logits))
