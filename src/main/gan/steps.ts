import {
  add,
  concat,
  keep,
  mean,
  sigmoid,
  split,
  stack,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Gan } from './gan'
import { bceFake, bceReal } from './losses'
import type { Network } from './network'
import type { Adam, AdamRate } from './optimizer'

export interface DiscriminatorReport {
  loss: Scalar
  /** D(x), before the update. */
  dReal: Scalar
  /** D(G(z)), before the update. */
  dFake: Scalar
}

/**
 * One update of the discriminator: call real images real and generated ones fake.
 *
 * @param real images [N, pixels] in [-1, 1]
 * @param latents [N, latentDim]
 */
export function discriminatorStep(
  gan: Gan,
  real: Tensor2D,
  latents: Tensor2D,
  rate: AdamRate<Scalar>,
): DiscriminatorReport {
  return tidy(() => {
    // Made outside the gradient: this step must not reach the generator.
    const fake = gan.generator.forward(latents, 'train')
    const { value, report } = update(gan.discriminator, gan.discriminatorOptimizer, rate, () => {
      // At once: its products are then half as many and run better, and as it has no batch norm,
      // what it makes of an image does not depend on the others.
      const logits = gan.discriminator.forward(concat([real, fake]), 'train')
      const [realLogits, fakeLogits] = split(logits, 2) as [Tensor2D, Tensor2D]
      const loss = add<Scalar>(bceReal(realLogits), bceFake(fakeLogits))
      return { loss, report: [realLogits, fakeLogits] }
    })
    const [dReal, dFake] = report.map((logits) => mean<Scalar>(sigmoid(logits)))
    return { loss: value, dReal: dReal as Scalar, dFake: dFake as Scalar }
  })
}

export interface GeneratorReport {
  loss: Scalar
  /** What the generator made in this step, before its update: [N, pixels]. */
  images: Tensor2D
}

/** One update of the generator: make images that the discriminator, left as it is, calls real. */
export function generatorStep(
  gan: Gan,
  latents: Tensor2D,
  rate: AdamRate<Scalar>,
): GeneratorReport {
  return tidy(() => {
    const { value, report } = update(gan.generator, gan.generatorOptimizer, rate, () => {
      const images = gan.generator.forward(latents, 'train')
      return { loss: bceReal(gan.discriminator.forward(images, 'train')), report: [images] }
    })
    return { loss: value, images: report[0] as Tensor2D }
  })
}

/** All that one step takes from outside. N is the batch. */
export interface StepTensors {
  /** [N, pixels] in [-1, 1] */
  real: Tensor2D
  /** [N, latentDim] each */
  latentsD: Tensor2D
  latentsG: Tensor2D
  stepSizeD: Scalar
  epsilonD: Scalar
  stepSizeG: Scalar
  epsilonG: Scalar
}

/**
 * Both updates of one batch. All that it changes are variables, and all that changes from step
 * to step comes in as a tensor, so that an engine may record it once and replay it.
 *
 * @returns metrics [4]: loss D, loss G, D(x), D(G(z)); images [N, pixels]: the generator step's
 */
export function trainStep(gan: Gan, t: StepTensors): { metrics: Tensor1D; images: Tensor2D } {
  return tidy(() => {
    const rateD = { stepSize: t.stepSizeD, epsilon: t.epsilonD }
    const rateG = { stepSize: t.stepSizeG, epsilon: t.epsilonG }
    const d = discriminatorStep(gan, t.real, t.latentsD, rateD)
    const g = generatorStep(gan, t.latentsG, rateG)
    return { metrics: stack([d.loss, g.loss, d.dReal, d.dFake]) as Tensor1D, images: g.images }
  })
}

/** Moves one network's parameters down the gradient of a loss; no other network's are touched. */
function update(
  network: Network,
  optimizer: Adam,
  rate: AdamRate<Scalar>,
  evaluate: () => { loss: Scalar; report: Tensor[] },
): { value: Scalar; report: Tensor[] } {
  let report: Tensor[] = []
  const variables = network.parameters.map(({ variable }) => variable)
  const { value, grads } = variableGrads(() => {
    const outcome = evaluate()
    // Kept, as the gradient disposes of all that was made within it.
    report = outcome.report.map((tensor) => keep(tensor))
    return outcome.loss
  }, variables)
  optimizer.apply(grads, rate)
  return { value, report: report.map(handToCaller) }
}

/** Ends a tensor's keep: from here the caller's tidy disposes of it. */
function handToCaller(kept: Tensor): Tensor {
  const owned = kept.clone()
  kept.dispose()
  return owned
}
