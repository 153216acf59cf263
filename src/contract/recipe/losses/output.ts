import type { LossFacts } from '../../metrics/loss-facts'
import type { Arithmetic } from '../arithmetic'

/** Converts logits of any shape to what the loss calls D(x). */
export const outputOf = <T>(
  { output }: Pick<LossFacts, 'output'>,
  logits: T,
  a: Arithmetic<T>,
): T => (output === 'probability' ? a.sigmoid(logits) : logits)
