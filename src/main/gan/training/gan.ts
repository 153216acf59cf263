import { networksOfRun } from '../../../contract/architectures/networks-of'
import type { NetworkSpecs } from '../../../contract/architectures/spec'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Precision } from '../../../contract/recipe/precision'
import { losses } from '../../../contract/recipe/losses/losses'
import { buildNetworks } from '../architectures/build-network'
import type { Network } from '../layers/network'
import { optimiserPart } from '../optimisers/optimiser'
import type { Optimiser } from '../optimisers/optimiser'
import { optimiserOf } from '../optimisers/optimisers'
import type { TrainedNetwork } from '../optimisers/optimisers'
import type { Parameter } from '../layers/parameters'
import { RandomStream } from '../random/random'
import { averagingStep } from './averaging'
import type { WeightedPenalty } from '../penalties/penalty'
import type { Recipe, RecipeStep } from './recipe'
import { TrainingState } from './state'
import type { StatePart } from './state'
import { discriminatorStep } from './discriminator-step'
import { generatorStep } from './generator-step'
import type { Trained } from './trained'
import { variantsFor } from './variants'
import { View } from './view'

export type Networks = Pick<Trained, 'generator' | 'discriminator'>

/** Two networks, how they are trained, and everything that training changes. */
export interface Gan extends Trained {
  /** The source of all latents. */
  readonly noise: RandomStream
  /** The moving average of the generator, if the run has one. */
  readonly average: Network | undefined
  /** The network that draws samples: the average, if there is one. */
  readonly drawn: Network
  /** The precision of the training steps. */
  readonly precision: Precision
  readonly recipe: Recipe
  readonly state: TrainingState
}

/**
 * Creates a GAN; the seed determines its initial weights and its noise.
 *
 * @param networks a user's own networks, if the run has them
 */
export function createGan(h: Hyperparameters, networks?: NetworkSpecs): Gan {
  const specs = networksOfRun({ hyperparameters: h, networks })
  return assembleGan(buildNetworks(specs, h.seed), h)
}

interface AssembleOptions {
  optimiser?(network: TrainedNetwork, parameters: readonly Parameter[]): Optimiser
}

/** The recipe and optimisers that train two networks. */
export function assembleGan(
  networks: Networks,
  h: Hyperparameters,
  {
    optimiser = (network, parameters) => optimiserOf(network, parameters, h),
  }: AssembleOptions = {},
): Gan {
  const { generator, discriminator } = networks
  const parts = {
    ...networks,
    loss: losses[h.loss],
    labelSmoothing: h.labelSmoothing,
    view: new View(h),
    classes: (generator.labels ?? discriminator.labels)?.classes,
    classifierWeight: h.classifierWeight,
    weightClip: h.weightClip,
    optimisers: {
      generator: optimiser('generator', generator.parameters),
      discriminator: optimiser('discriminator', discriminator.parameters),
    },
    noise: RandomStream.seeded(h.seed, 'noise'),
    latentDim: h.latentDim,
    pixels: h.channels * h.imageSize ** 2,
  }
  const { discriminatorSteps } = h
  const average = h.averaging === 'ema' ? generator.copy() : undefined
  const generatorUpdate = generatorStep(parts, discriminatorSteps - 1)
  const stepsWith = (penalty: WeightedPenalty | undefined): RecipeStep[] => [
    ...Array.from({ length: discriminatorSteps }, (_, k) => discriminatorStep(parts, k, penalty)),
    generatorUpdate,
    ...(average === undefined
      ? []
      : [averagingStep(generator, average, h, discriminatorSteps - 1)]),
  ]
  return {
    ...parts,
    average,
    drawn: average ?? generator,
    precision: h.precision,
    recipe: { batches: discriminatorSteps, ...variantsFor(h, stepsWith) },
    state: new TrainingState([
      networkPart('generator', generator),
      networkPart('discriminator', discriminator),
      optimiserPart('generator', parts.optimisers.generator),
      optimiserPart('discriminator', parts.optimisers.discriminator),
      noisePart(parts.noise),
      ...(average === undefined ? [] : [networkPart('ema', average)]),
    ]),
  }
}

/** A network as a part of the state, with its own file, which PyTorch can load as a state dict. */
const networkPart = (name: string, network: Network): StatePart => ({
  name,
  saved: { file: name, prefix: '' },
  entries: network.entries,
  load: ({ tensors }, where) => network.loadStateDict(tensors, `${where}/${name}.safetensors`),
  dispose: () => network.dispose(),
})

const noisePart = (noise: RandomStream): StatePart => ({
  name: 'noise',
  entries: [],
  host: { read: () => noise.state, write: (words) => noise.restore(words) },
  load: ({ host }) => noise.restore(host ?? []),
  dispose: () => undefined,
})
