import { concat, split } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Network } from '../layers/network'

/** Something for real and for generated images: rows of pixels, or logits [N, 1]. */
export interface Both {
  real: Tensor2D
  fake: Tensor2D
}

/**
 * The discriminator's logits for real and generated images, in one batch where no image's logit
 * depends on the others: that takes half as many matrix products, which run faster. With batch norm
 * they go separately, as in PyTorch's examples: in one batch, D could tell them apart by its
 * statistics.
 */
export function judgeBoth(discriminator: Network, { real, fake }: Both): Both {
  if (discriminator.batchwise) {
    const logits = discriminator.forward(real, 'train')
    return { real: logits, fake: discriminator.forward(fake, 'train') }
  }
  const logits = discriminator.forward(concat([real, fake]), 'train')
  const [realLogits, fakeLogits] = split(logits, 2) as [Tensor2D, Tensor2D]
  return { real: realLogits, fake: fakeLogits }
}
