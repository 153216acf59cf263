import { add, keep, mean, sigmoid, stack, tidy, variableGrads } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Gan } from './gan'
import { bceFake, bceReal } from './losses'
import type { Network } from './network'

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
): DiscriminatorReport {
  return tidy(() => {
    // Made outside the gradient: this step must not reach the generator.
    const fake = gan.generator.forward(latents, 'train')
    const { value, report } = update(gan.discriminator, gan.discriminatorOptimizer, () => {
      const realLogits = gan.discriminator.forward(real, 'train')
      const fakeLogits = gan.discriminator.forward(fake, 'train')
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
export function generatorStep(gan: Gan, latents: Tensor2D): GeneratorReport {
  return tidy(() => {
    const { value, report } = update(gan.generator, gan.generatorOptimizer, () => {
      const images = gan.generator.forward(latents, 'train')
      return { loss: bceReal(gan.discriminator.forward(images, 'train')), report: [images] }
    })
    return { loss: value, images: report[0] as Tensor2D }
  })
}

/** Both updates of one batch. -> [lossD, lossG, D(x), D(G(z))] and the generator step's images */
export function trainStep(
  gan: Gan,
  batch: { real: Tensor2D; latentsD: Tensor2D; latentsG: Tensor2D },
): { metrics: Tensor1D; images: Tensor2D } {
  return tidy(() => {
    const d = discriminatorStep(gan, batch.real, batch.latentsD)
    const g = generatorStep(gan, batch.latentsG)
    return { metrics: stack([d.loss, g.loss, d.dReal, d.dFake]) as Tensor1D, images: g.images }
  })
}

/** Moves one network's parameters down the gradient of a loss; no other network's are touched. */
function update(
  network: Network,
  optimizer: Gan['generatorOptimizer'],
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
  optimizer.apply(grads)
  return { value, report: report.map(handToCaller) }
}

/** Ends a tensor's keep: from here the caller's tidy disposes of it. */
function handToCaller(kept: Tensor): Tensor {
  const owned = kept.clone()
  kept.dispose()
  return owned
}
