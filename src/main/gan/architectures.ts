import { problemError } from '../../contract/errors'
import type { Architecture } from '../../contract/hyperparameters'
import type { StateDict } from '../../contract/tensors'
import type { ImageShape } from './conv'
import { dcganDiscriminator, dcganGenerator, dcganGeneratorShape } from './dcgan'
import { mlpDiscriminator, mlpGenerator, mlpGeneratorShape } from './mlp'
import type { Network } from './network'
import type { RandomStream } from './random'

interface Builders {
  generator(latentDim: number, image: ImageShape, random: RandomStream): Network
  discriminator(image: ImageShape, random: RandomStream): Network
  generatorShape(state: StateDict): (ImageShape & { latentDim: number }) | undefined
}

/** How each architecture's networks are made; all take and give rows of pixels. */
export const architectures: Record<Architecture, Builders> = {
  mlp: {
    generator: mlpGenerator,
    discriminator: mlpDiscriminator,
    generatorShape: mlpGeneratorShape,
  },
  dcgan: {
    generator: dcganGenerator,
    discriminator: dcganDiscriminator,
    generatorShape: dcganGeneratorShape,
  },
}

export interface KnownGenerator extends ImageShape {
  architecture: Architecture
  latentDim: number
}

/**
 * The architecture, latent size and image shape that a generator's weights were made for.
 *
 * @throws StudioError `checkpoint` when they are those of no architecture here
 */
export function recogniseGenerator(state: StateDict, where: string): KnownGenerator {
  for (const architecture of Object.keys(architectures) as Architecture[]) {
    const shape = architectures[architecture].generatorShape(state)
    if (shape !== undefined) return { architecture, ...shape }
  }
  throw problemError('checkpoint', 'notAGenerator', {}, { where })
}

/** A generator of a known kind, with weights still to be loaded. */
export const makeGenerator = (known: KnownGenerator, random: RandomStream): Network =>
  architectures[known.architecture].generator(known.latentDim, known, random)
