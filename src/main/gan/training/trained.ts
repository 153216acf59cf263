import type { Loss } from '../../../contract/recipe/losses/loss'
import type { Network } from '../layers/network'
import type { Optimiser } from '../optimisers/optimiser'
import type { View } from './view'

/** The networks and optimisers that the steps use. */
export interface Trained {
  readonly generator: Network
  readonly discriminator: Network
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser }
  readonly loss: Loss
  /** How far the target of real images is below 1. */
  readonly labelSmoothing: number
  readonly view: View
  /** The number of classes; undefined for unconditional networks. */
  readonly classes: number | undefined
  /** The weight of the classification terms, if D predicts labels. */
  readonly classifierWeight: number
  /** The largest size of the discriminator's weights; 0 = no limit. */
  readonly weightClip: number
  /** The lengths of a latent and of an image. */
  readonly latentDim: number
  readonly pixels: number
}
