import type { Variable } from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { HostTensor, StateDict } from '../../contract/tensors'
import { architectures } from './architectures'
import type { Network } from './network'
import { Adam } from './optimizer'
import { RandomStream } from './random'

/** Two networks and their optimisers. */
export interface Gan {
  readonly generator: Network
  readonly discriminator: Network
  readonly generatorOptimizer: Adam
  readonly discriminatorOptimizer: Adam
}

/** Fresh networks; the initial weights follow from the seed. */
export function createGan(h: Hyperparameters): Gan {
  const image = { channels: h.channels, size: h.imageSize }
  const make = architectures[h.architecture]
  const generator = make.generator(h.latentDim, image, RandomStream.seeded(h.seed, 'generator'))
  const discriminator = make.discriminator(image, RandomStream.seeded(h.seed, 'discriminator'))
  const options = { learningRate: h.learningRate, beta1: h.beta1, beta2: h.beta2 }
  return {
    generator,
    discriminator,
    generatorOptimizer: new Adam(generator.parameters, options),
    discriminatorOptimizer: new Adam(discriminator.parameters, options),
  }
}

/** Everything that a training step may read or change. */
export function ganVariables(gan: Gan): Variable[] {
  return [
    ...gan.generator.variables,
    ...gan.discriminator.variables,
    ...gan.generatorOptimizer.variables,
    ...gan.discriminatorOptimizer.variables,
  ]
}

export function disposeGan(gan: Gan): void {
  gan.generator.dispose()
  gan.discriminator.dispose()
  gan.generatorOptimizer.dispose()
  gan.discriminatorOptimizer.dispose()
}

/** All that a checkpoint must hold for training to go on as if it had never stopped. */
export interface GanState {
  generator: StateDict
  discriminator: StateDict
  /** Both optimisers' moments, prefixed `generator.` and `discriminator.`. */
  optimizer: StateDict
  optimizerSteps: { generator: number; discriminator: number }
}

export const prefixed = (prefix: string, state: StateDict): [string, HostTensor][] =>
  [...state].map(([name, value]) => [`${prefix}.${name}`, value])

const unprefixed = (prefix: string, state: StateDict): StateDict =>
  new Map(
    [...state]
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value]),
  )

export function readGanState(gan: Gan): GanState {
  return {
    generator: gan.generator.stateDict(),
    discriminator: gan.discriminator.stateDict(),
    optimizer: new Map([
      ...prefixed('generator', gan.generatorOptimizer.stateDict()),
      ...prefixed('discriminator', gan.discriminatorOptimizer.stateDict()),
    ]),
    optimizerSteps: {
      generator: gan.generatorOptimizer.step,
      discriminator: gan.discriminatorOptimizer.step,
    },
  }
}

/** @param where the checkpoint's path, for errors */
export function writeGanState(gan: Gan, state: GanState, where: string): void {
  gan.generator.loadStateDict(state.generator, `${where}/generator.safetensors`)
  gan.discriminator.loadStateDict(state.discriminator, `${where}/discriminator.safetensors`)
  const moments = (name: 'generator' | 'discriminator') =>
    [
      unprefixed(name, state.optimizer),
      state.optimizerSteps[name],
      `${where}/optimizer.safetensors`,
    ] as const
  gan.generatorOptimizer.loadStateDict(...moments('generator'))
  gan.discriminatorOptimizer.loadStateDict(...moments('discriminator'))
}
