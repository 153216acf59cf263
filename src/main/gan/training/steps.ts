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
 * @param batch the index of the step's batch whose size it uses
 */
export const generatorStep = (gan: Trained, batch: number): RecipeStep =>
  defineStep({
    name: 'g',
    optimiser: gan.optimisers.generator,
    inputs: { latents: latents(gan.latentDim, batch) },
    run: ({ latents }, rates) =>
      tidy(() =>
        update(gan.generator, gan.optimisers.generator, rates, () => {
          const images = gan.generator.forward(latents, 'train')
          const logits = gan.discriminator.forward(images, 'train')
          const loss = gan.loss.generator({ fake: logits }, arithmetic)
          return { loss: loss as Scalar, images }
        }),
      ),
  })

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
