import { clipByValue, mul, tidy } from '@tensorflow/tfjs-core'
import type { Scalar } from '@tensorflow/tfjs-core'
import { arithmetic } from '../arithmetic'
import type { Network } from '../layers/network'
import { rateOf } from '../optimisers/optimiser'
import type { WeightedPenalty } from '../penalties/penalty'
import { classification } from './classification'
import { Judge } from './judge'
import { labelInputs, labelsIn, logitsOf } from './labels'
import { defineStep } from './recipe'
import type { RecipeStep } from './recipe'
import { latents, realImages } from './step-input'
import type { Trained } from './trained'
import { update } from './update'

/**
 * One update of the discriminator: it learns to call real images real and generated images fake.
 * Reports its logits [N, 1] for both, and its loss and the penalty, each computed before the
 * update.
 *
 * @param batch the index of the step's batch that it sees
 */
export function discriminatorStep(
  gan: Trained,
  batch: number,
  penalty?: WeightedPenalty,
): RecipeStep {
  const { generator, discriminator, loss, view, latentDim, pixels } = gan
  const optimiser = gan.optimisers.discriminator
  return defineStep({
    name: `d${batch}`,
    optimiser,
    inputs: {
      real: realImages(pixels, batch),
      latents: latents(latentDim, batch),
      ...labelInputs(gan, batch, 'both'),
      ...view.inputs(batch, 2),
      ...penalty?.inputs?.(pixels, batch),
    },
    rates: {
      ...view.rates,
      ...(penalty === undefined ? {} : { penaltyWeight: penalty.weight }),
    },
    run: ({ real, latents, ...others }, rates) =>
      tidy(() => {
        // Generated outside the gradient: this step must not change the generator.
        const labels = labelsIn(others)
        const fake = generator.forward(latents, 'train', labels.fake)
        const report = update(discriminator, optimiser, rates, () => {
          const judge = new Judge(discriminator, { real, fake }, view.shows(others, rates), labels)
          const judged = penalty?.judge(judge, others) ?? { outputs: judge.both() }
          const { outputs } = judged
          const logits = { real: logitsOf(outputs.real), fake: logitsOf(outputs.fake) }
          const term = classification(gan, outputs, labels)
          return {
            loss: loss.discriminator(logits, arithmetic, gan.labelSmoothing) as Scalar,
            ...('penalty' in judged
              ? { penalty: mul(judged.penalty, rateOf(rates, 'penaltyWeight')) }
              : {}),
            ...(term === undefined ? {} : { classification: term }),
            realLogits: logits.real,
            fakeLogits: logits.fake,
          }
        })
        if (gan.weightClip > 0) clipWeights(discriminator, gan.weightClip)
        return report
      }),
  })
}

/** Limits every parameter to [-limit, limit], as in WGAN (Arjovsky et al., 2017). */
function clipWeights({ parameters }: Network, limit: number): void {
  for (const { variable } of parameters) {
    tidy(() => variable.assign(clipByValue(variable, -limit, limit)))
  }
}
