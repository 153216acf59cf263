import { add, keep, tidy, variableGrads } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Loss } from '../../../contract/recipe/losses/loss'
import { arithmetic } from '../arithmetic'
import type { Network } from '../layers/network'
import type { Optimiser, Rates } from '../optimisers/optimiser'
import { latents } from './step-input'
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

/** What an update minimises, and what else it reports. */
export type Evaluated = StepReport & {
  loss: Scalar
  /** Added to the loss. */
  penalty?: Scalar
}

/** Updates one network's parameters by the gradient of a loss; other networks stay unchanged. */
export function update(
  network: Network,
  optimiser: Optimiser,
  rates: Rates<Scalar>,
  evaluate: () => Evaluated,
): StepReport {
  let report: StepReport = {}
  const variables = network.parameters.map(({ variable }) => variable)
  const { value, grads } = variableGrads(() => {
    const { loss, ...others } = evaluate()
    const { penalty } = others
    // Kept, because `variableGrads` disposes of all tensors created inside it.
    report = mapValues(penalty === undefined ? others : { loss, ...others }, keep)
    return penalty === undefined ? loss : add(loss, penalty)
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
