import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { shapesOf } from '../../../contract/architectures/shapes'
import type { SizedLayer } from '../../../contract/architectures/shapes'
import type { HostTensor, StateDict } from '../../../contract/tensors'
import type { LoadedGenerator } from './load'

/**
 * Makes batch norm go by the statistics of one batch, for all images alike: then an image does
 * not depend on which others are made with it. The loaded weights themselves stay as they are.
 *
 * @param latents [n, latentDim], n at least 2
 */
export function adoptBatchStatistics(loaded: LoadedGenerator, latents: Float32Array): void {
  const { network, state, spec, shape, where } = loaded
  const n = latents.length / shape.latentDim
  const momenta = momentaOf(shapesOf(spec))
  network.loadStateDict(scaleStatistics(state, momenta, { mean: 0, variance: 0 }), where)
  tidy(() => network.forward(tensor2d(latents, [n, shape.latentDim]), 'train'))
  // From zero, one pass leaves the momentum times the batch's; its variance unbiased, where a
  // training pass normalises by the biased one.
  const moved = { mean: 1, variance: (n - 1) / n }
  network.loadStateDict(scaleStatistics(network.stateDict(), momenta, moved), where)
}

/** How far a training pass moves the running statistics of each batch norm. */
const momentaOf = (layers: readonly SizedLayer[]): Map<string, number> =>
  new Map(
    layers.flatMap((layer): [string, number][] => {
      if (layer.type === 'residual') return [...momentaOf([...layer.main, ...layer.shortcut])]
      return 'momentum' in layer ? [[layer.name, layer.momentum]] : []
    }),
  )

function scaleStatistics(
  state: StateDict,
  momenta: ReadonlyMap<string, number>,
  factors: { mean: number; variance: number },
): StateDict {
  const scaled = [...state].map(([name, value]): [string, HostTensor] => {
    const [, layer = '', statistic] = /^(.*)\.running_(mean|var)$/.exec(name) ?? []
    const momentum = momenta.get(layer)
    if (value.dtype !== 'F32' || momentum === undefined) return [name, value]
    const factor = statistic === 'mean' ? factors.mean : factors.variance
    return [name, times(value, (1 / momentum) * factor)]
  })
  return new Map(scaled)
}

const times = (value: HostTensor & { dtype: 'F32' }, factor: number): HostTensor => ({
  ...value,
  data: value.data.map((x) => x * factor),
})
