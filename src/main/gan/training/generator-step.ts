import { tidy } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { arithmetic } from '../arithmetic'
import type { Rates } from '../optimisers/optimiser'
import { defineStep } from './recipe'
import type { RecipeStep, StepReport } from './recipe'
import { latents, realImages } from './step-input'
import type { Trained } from './trained'
import { update } from './update'
import type { Show } from './view'

/**
 * One update of the generator: it learns to make images that the discriminator, which stays
 * unchanged, calls real. Reports the images [N, pixels], computed before the update.
 *
 * @param batch the index of the step's batch whose size it uses; a loss that compares generated
 *   with real images also gets that batch's images
 */
export function generatorStep(gan: Trained, batch: number): RecipeStep {
  const { loss, discriminator, view } = gan
  const step = { name: 'g', optimiser: gan.optimisers.generator, rates: view.rates }
  const ofLatents = latents(gan.latentDim, batch)
  if (loss.pairs !== true) {
    return defineStep({
      ...step,
      inputs: { latents: ofLatents, ...view.inputs(batch, 1) },
      run({ latents, ...others }, rates) {
        const show = view.shows(others, rates)
        const lossOf = (fake: Tensor): Tensor => loss.generator({ fake }, arithmetic)
        return updateGenerator(gan, { latents, rates, show, lossOf })
      },
    })
  }
  return defineStep({
    ...step,
    inputs: {
      latents: ofLatents,
      real: realImages(gan.pixels, batch),
      ...view.inputs(batch, 2),
    },
    run: ({ latents, real: images, ...others }, rates) =>
      tidy(() => {
        const show = view.shows(others, rates)
        // Outside the gradient, since it does not depend on the generator.
        const real = discriminator.forward(show(images, images.shape[0]), 'train')
        const lossOf = (fake: Tensor): Tensor => loss.generator({ real, fake }, arithmetic)
        return updateGenerator(gan, { latents, rates, show, lossOf })
      }),
  })
}

interface GeneratorUpdate {
  latents: Tensor2D
  rates: Rates<Scalar>
  show: Show
  /** The generator's loss, from the logits of its images. */
  lossOf(fake: Tensor): Tensor
}

const updateGenerator = (
  { generator, discriminator, optimisers }: Trained,
  { latents, rates, show, lossOf }: GeneratorUpdate,
): StepReport =>
  tidy(() =>
    update(generator, optimisers.generator, rates, () => {
      const images = generator.forward(latents, 'train')
      const logits = discriminator.forward(show(images, 0), 'train')
      return { loss: lossOf(logits) as Scalar, images }
    }),
  )
