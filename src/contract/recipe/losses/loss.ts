import type { LossFacts } from '../../metrics/loss-facts'
import type { Words } from '../../words'
import type { Arithmetic } from '../arithmetic'

/** The discriminator's logits for a batch, [N, 1] each. */
interface Logits<T> {
  /** The logits of real images. */
  real: T
  /** The logits of generated images. */
  fake: T
}

/** The loss functions of both networks. */
export interface Loss extends LossFacts {
  label: Words
  meaning: Words
  /** @returns a scalar */
  discriminator<T>(logits: Logits<T>, a: Arithmetic<T>): T
  /** @returns a scalar */
  generator<T>(logits: Pick<Logits<T>, 'fake'>, a: Arithmetic<T>): T
  /** Converts logits of any shape to probabilities of being real. */
  confidence<T>(logits: T, a: Arithmetic<T>): T
}
