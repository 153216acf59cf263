import { tidy } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { arithmetic } from '../arithmetic'
import type { Rates } from '../optimisers/optimiser'
import { classification } from './classification'
import { labelInputs, labelsIn, logitsOf } from './labels'
import type { LabelsOfBoth } from './labels'
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
      inputs: {
        latents: ofLatents,
        ...labelInputs(gan, batch, 'fake'),
        ...view.inputs(batch, 1),
      },
      run({ latents, ...others }, rates) {
        const show = view.shows(others, rates)
        const lossOf = (fake: Tensor): Tensor => loss.generator({ fake }, arithmetic)
        return updateGenerator(gan, { latents, labels: labelsIn(others), rates, show, lossOf })
      },
    })
  }
  return defineStep({
    ...step,
    inputs: {
      latents: ofLatents,
      real: realImages(gan.pixels, batch),
      ...labelInputs(gan, batch, 'both'),
      ...view.inputs(batch, 2),
    },
    run: ({ latents, real: images, ...others }, rates) =>
      tidy(() => {
        const show = view.shows(others, rates)
        const labels = labelsIn(others)
        const shown = show(images, images.shape[0])
        // Outside the gradient, since it does not depend on the generator.
        const real = logitsOf(discriminator.forward(shown, 'train', labels.real))
        const lossOf = (fake: Tensor): Tensor => loss.generator({ real, fake }, arithmetic)
        return updateGenerator(gan, { latents, labels, rates, show, lossOf })
      }),
  })
}

interface GeneratorUpdate {
  latents: Tensor2D
  labels: LabelsOfBoth
  rates: Rates<Scalar>
  show: Show
  /** The generator's loss, from the logits of its images. */
  lossOf(fake: Tensor): Tensor
}

const updateGenerator = (
  gan: Trained,
  { latents, labels, rates, show, lossOf }: GeneratorUpdate,
): StepReport =>
  tidy(() =>
    update(gan.generator, gan.optimisers.generator, rates, () => {
      const images = gan.generator.forward(latents, 'train', labels.fake)
      const outputs = gan.discriminator.forward(show(images, 0), 'train', labels.fake)
      const term = classification(gan, { fake: outputs }, labels)
      return {
        loss: lossOf(logitsOf(outputs)) as Scalar,
        ...(term === undefined ? {} : { classification: term }),
        images,
      }
    }),
  )
