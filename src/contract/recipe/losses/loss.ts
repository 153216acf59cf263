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

interface Described extends LossFacts {
  label: Words
  meaning: Words
  /** @returns a scalar */
  discriminator<T>(logits: Logits<T>, a: Arithmetic<T>): T
  /** Converts logits of any shape to probabilities of being real. */
  confidence<T>(logits: T, a: Arithmetic<T>): T
}

/** A loss whose generator needs only the logits of its own images. */
interface Unpaired {
  pairs?: false
  /** @returns a scalar */
  generator<T>(logits: Pick<Logits<T>, 'fake'>, a: Arithmetic<T>): T
}

/**
 * A loss that compares each generated image with a real one, in the generator's step too: that step
 * then gets a batch of real images.
 */
interface Paired {
  pairs: true
  /** @returns a scalar */
  generator<T>(logits: Logits<T>, a: Arithmetic<T>): T
}

/** The loss functions of both networks. */
export type Loss = Described & (Unpaired | Paired)
