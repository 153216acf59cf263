import { concat, keep, split, tidy, variableGrads } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Loss } from '../../../contract/recipe/losses/loss'
import { arithmetic } from '../arithmetic'
import type { Network } from '../layers/network'
import type { Optimiser, Rates } from '../optimisers/optimiser'
import { latents, realImages } from './step-input'
import { defineStep } from './recipe'
import type { RecipeStep, StepReport } from './recipe'

/** The networks and optimisers that the steps use. */
export interface Trained {
  readonly generator: Network
  readonly discriminator: Network
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser }
  readonly loss: Loss
  /** The lengths of a latent and of an image. */
  readonly latentDim: number
  readonly pixels: number
}

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
          const [realLogits, fakeLogits] = logitsOfBoth(gan.discriminator, real, fake)
          const loss = gan.loss.discriminator({ real: realLogits, fake: fakeLogits }, arithmetic)
          return { loss: loss as Scalar, realLogits, fakeLogits }
        })
      }),
  })

/**
 * The logits [N, 1] of real and of generated images. In one batch, there are half as many matrix
 * products, which run faster; but if the logit of an image depends on the others of its batch, real
 * and generated images must not be mixed.
 */
function logitsOfBoth(
  discriminator: Network,
  real: Tensor2D,
  fake: Tensor2D,
): [Tensor2D, Tensor2D] {
  const logits = (images: Tensor2D): Tensor2D => discriminator.forward(images, 'train')
  if (discriminator.batchwise) return [logits(real), logits(fake)]
  return split(logits(concat([real, fake])), 2) as [Tensor2D, Tensor2D]
}

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

/** Updates one network's parameters by the gradient of a loss; other networks stay unchanged. */
function update(
  network: Network,
  optimiser: Optimiser,
  rates: Rates<Scalar>,
  evaluate: () => StepReport & { loss: Scalar },
): StepReport {
  let report: StepReport = {}
  const variables = network.parameters.map(({ variable }) => variable)
  const { value, grads } = variableGrads(() => {
    const { loss, ...others } = evaluate()
    // Kept, because `variableGrads` disposes of all tensors created inside it.
    report = mapValues(others, keep)
    return loss
  }, variables)
  optimiser.apply(grads, rates)
  return { loss: value, ...mapValues(report, handToCaller) }
}

/** Undoes `keep`: from now on, the caller's tidy disposes of the tensor. */
function handToCaller(kept: Tensor): Tensor {
  const owned = kept.clone()
  kept.dispose()
  return owned
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
