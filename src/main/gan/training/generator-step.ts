import { tidy } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { arithmetic } from '../arithmetic'
import type { Rates } from '../optimisers/optimiser'
import { defineStep } from './recipe'
import type { RecipeStep, StepReport } from './recipe'
import { latents, realImages } from './step-input'
import type { Trained } from './trained'
import { update } from './update'

/**
 * One update of the generator: it learns to make images that the discriminator, which stays
 * unchanged, calls real. Reports the images [N, pixels], computed before the update.
 *
 * @param batch the index of the step's batch whose size it uses; a loss that compares generated
 *   with real images also gets that batch's images
 */
export function generatorStep(gan: Trained, batch: number): RecipeStep {
  const { loss, discriminator } = gan
  const step = { name: 'g', optimiser: gan.optimisers.generator }
  const inputs = { latents: latents(gan.latentDim, batch) }
  if (loss.pairs !== true) {
    return defineStep({
      ...{ ...step, inputs },
      run: ({ latents }, rates) =>
        updateGenerator(gan, latents, rates, (fake) => loss.generator({ fake }, arithmetic)),
    })
  }
  return defineStep({
    ...{ ...step, inputs: { ...inputs, real: realImages(gan.pixels, batch) } },
    run: ({ latents, real: images }, rates) =>
      tidy(() => {
        // Outside the gradient, since it does not depend on the generator.
        const real = discriminator.forward(images, 'train')
        return updateGenerator(gan, latents, rates, (fake) =>
          loss.generator({ real, fake }, arithmetic),
        )
      }),
  })
}

/** @param lossOf the generator's loss, from the logits of its images */
const updateGenerator = (
  { generator, discriminator, optimisers }: Trained,
  latents: Tensor2D,
  rates: Rates<Scalar>,
  lossOf: (fake: Tensor) => Tensor,
): StepReport =>
  tidy(() =>
    update(generator, optimisers.generator, rates, () => {
      const images = generator.forward(latents, 'train')
      const logits = discriminator.forward(images, 'train')
      return { loss: lossOf(logits) as Scalar, images }
    }),
  )
