import { tidy } from '@tensorflow/tfjs-core'
import type { Scalar } from '@tensorflow/tfjs-core'
import { arithmetic } from '../arithmetic'
import { judgeBoth } from './judge'
import { defineStep } from './recipe'
import type { RecipeStep } from './recipe'
import { latents, realImages } from './step-input'
import type { Trained } from './trained'
import { update } from './update'

/**
 * One update of the discriminator: it learns to call real images real and generated images fake.
 * Reports its logits [N, 1] for both, computed before the update.
 *
 * @param batch the index of the step's batch that it sees
 */
export const discriminatorStep = (gan: Trained, batch: number): RecipeStep =>
  defineStep({
    name: `d${batch}`,
    optimiser: gan.optimisers.discriminator,
    inputs: { real: realImages(gan.pixels, batch), latents: latents(gan.latentDim, batch) },
    run: ({ real, latents }, rates) =>
      tidy(() => {
        // Generated outside the gradient: this step must not change the generator.
        const fake = gan.generator.forward(latents, 'train')
        return update(gan.discriminator, gan.optimisers.discriminator, rates, () => {
          const logits = judgeBoth(gan.discriminator, { real, fake })
          const loss = gan.loss.discriminator(logits, arithmetic) as Scalar
          return { loss, realLogits: logits.real, fakeLogits: logits.fake }
        })
      }),
  })
