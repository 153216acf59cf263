import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { shapesOf } from '../../../contract/architectures/shapes'
import type { SizedLayer } from '../../../contract/architectures/shapes'
import type { HostTensor, StateDict } from '../../../contract/tensors'
import { labelTensor } from '../../gan/training/labels'
import type { LoadedGenerator } from './load'

/**
 * Makes batch norm use the statistics of one fixed batch for all images, so an image does not
 * depend on those generated with it. The loaded weights themselves are unchanged.
 *
 * @param latents [n, latentDim], n at least 2
 */
export function useBatchStatistics(
  loaded: LoadedGenerator,
  latents: Float32Array,
  labels?: Int32Array,
): void {
  const { network, state, spec, shape, where } = loaded
  const n = latents.length / shape.latentDim
  const norms = normsOf(shapesOf(spec))
  network.loadStateDict(scaled(state, norms, { mean: () => 0, variance: () => 0 }), where)
  tidy(() => network.forward(tensor2d(latents, [n, shape.latentDim]), 'train', labelTensor(labels)))
  const moved = scaled(network.stateDict(), norms, {
    // Starting from zero, one pass leaves the batch's statistics times the momentum.
    mean: ({ momentum }) => 1 / momentum,
    // The running variance is unbiased, but a training pass normalises by the biased one.
    variance: ({ momentum, places }) => (1 / momentum) * ((n * places - 1) / (n * places)),
  })
  network.loadStateDict(moved, where)
}

interface Norm {
  momentum: number
  /** Values per example that share a mean: the pixels of an image. */
  places: number
}

const normsOf = (layers: readonly SizedLayer[]): Map<string, Norm> =>
  new Map(
    layers.flatMap((layer): [string, Norm][] => {
      if (layer.type === 'residual') return [...normsOf([...layer.main, ...layer.shortcut])]
      if (!('momentum' in layer)) return []
      const places = layer.input.type === 'images' ? layer.input.size ** 2 : 1
      const name = layer.type === 'conditionalBatchNorm2d' ? `${layer.name}.norm` : layer.name
      return [[name, { momentum: layer.momentum, places }]]
    }),
  )

/** The state with each batch norm's running statistics scaled. */
function scaled(
  state: StateDict,
  norms: ReadonlyMap<string, Norm>,
  factors: Record<'mean' | 'variance', (norm: Norm) => number>,
): StateDict {
  const values = [...state].map(([name, value]): [string, HostTensor] => {
    const [, layer = '', statistic] = /^(.*)\.running_(mean|var)$/.exec(name) ?? []
    const norm = norms.get(layer)
    if (value.dtype !== 'F32' || norm === undefined) return [name, value]
    return [name, times(value, (statistic === 'mean' ? factors.mean : factors.variance)(norm))]
  })
  return new Map(values)
}

const times = (value: HostTensor & { dtype: 'F32' }, factor: number): HostTensor => ({
  ...value,
  data: value.data.map((x) => x * factor),
})
