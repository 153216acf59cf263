import type { Hyperparameters } from '../../contract/hyperparameters'
import { dcganParameterCounts } from './dcgan-shape'
import { mlpParameterCounts } from './mlp-shape'

export interface ParameterCounts {
  generator: number
  discriminator: number
}

type Sizes = Pick<Hyperparameters, 'architecture' | 'latentDim' | 'imageSize' | 'channels'>

/** How many numbers the training changes, in each network, without making them. */
export const parameterCounts = (h: Sizes): ParameterCounts =>
  h.architecture === 'dcgan' ? dcganParameterCounts(h) : mlpParameterCounts(h)
