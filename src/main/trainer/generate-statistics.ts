import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { HostTensor, StateDict } from '../../contract/tensors'
import type { LoadedGenerator } from './generate-load'

/** How far a training pass moves the running statistics; as BatchNorm1d has it by default. */
const MOMENTUM = 0.1

/**
 * Makes batch norm go by the statistics of one batch, for all images alike: then an image does
 * not depend on which others are made with it. The loaded weights themselves stay as they are.
 *
 * @param latents [n, latentDim], n at least 2
 */
export function adoptBatchStatistics(loaded: LoadedGenerator, latents: Float32Array): void {
  const { network, state, shape, where } = loaded
  const n = latents.length / shape.latentDim
  network.loadStateDict(scaleStatistics(state, 0, 0), where)
  tidy(() => network.forward(tensor2d(latents, [n, shape.latentDim]), 'train'))
  // From zero, one pass leaves MOMENTUM times the batch's; its variance unbiased, where a
  // training pass normalises by the biased one.
  const moved = scaleStatistics(network.stateDict(), 1 / MOMENTUM, (1 / MOMENTUM) * ((n - 1) / n))
  network.loadStateDict(moved, where)
}

function scaleStatistics(state: StateDict, mean: number, variance: number): StateDict {
  const scaled = [...state].map(([name, value]): [string, HostTensor] => {
    if (value.dtype !== 'F32') return [name, value]
    if (name.endsWith('.running_mean')) return [name, times(value, mean)]
    if (name.endsWith('.running_var')) return [name, times(value, variance)]
    return [name, value]
  })
  return new Map(scaled)
}

const times = (value: HostTensor & { dtype: 'F32' }, factor: number): HostTensor => ({
  ...value,
  data: value.data.map((x) => x * factor),
})
