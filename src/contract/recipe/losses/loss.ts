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
  /** Describes the loss and when to use it. */
  meaning: Words
  /** The paper that introduced it. */
  source: string
  /** True if D has a target for real images, which label smoothing lowers from 1. */
  smooths?: true
  /**
   * @param smoothing how far the target of real images is below 1; 0 unless the loss `smooths`
   * @returns a scalar
   */
  discriminator<T>(logits: Logits<T>, a: Arithmetic<T>, smoothing?: number): T
  /**
   * How far the discriminator is ahead, from the means of D(x) and D(G(z)): 0 if it cannot tell
   * images apart, 1 if it is always right, negative if it is wrong. Absent if the scores have no
   * scale.
   */
  lead?(real: number, fake: number): number
  /** A generator's loss above this means that it has failed; absent if the loss cannot tell. */
  failedLossG?: number
  /** The same for the discriminator's loss. */
  failedLossD?: number
  /**
   * D's lowest possible loss, without label smoothing: that of a D that is certain about every
   * image. Absent if the loss has no lower limit.
   */
  lowestLossD?: number
  /**
   * The largest possible difference between D(x) and D(G(z)) if D's slope is limited as the loss
   * requires; absent if the loss requires no limit.
   *
   * @param values per image, in [-1, 1]
   */
  farthestApart?(values: number): number
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
