import type { Words } from '../words'
import { layerPlace } from './layer-place'
import type { Initialisation, LayerSpec, NetworkRole, NetworkSpec } from './spec'

/*
 * Layers that new networks may not have, although they fit each other. Stored networks may have
 * them: earlier versions accepted them.
 */

/** Scales of initial weights and slopes; values beyond them underflow or overflow float32. */
const SCALE = { min: 1e-10, max: 1000 }
/** Batch norm divides by the root of the variance plus this. */
const EPSILON = { min: 1e-12, max: 1000 }

/**
 * Returns why layers of a network cannot be trained or are in the wrong place: one phrase per fault,
 * which names the layer.
 */
export const unusableLayers = (role: NetworkRole, { layers }: NetworkSpec): Words[] =>
  faultsIn(role, layers, '')

function faultsIn(role: NetworkRole, layers: readonly LayerSpec[], path: string): Words[] {
  return layers.flatMap((layer, i) => {
    const at = `${path}${i}`
    if (layer.type === 'residual') {
      const branch = (name: 'main' | 'shortcut') => faultsIn(role, layer[name], `${at}.${name}.`)
      return [...branch('main'), ...branch('shortcut')]
    }
    const isLast = path === '' && i === layers.length - 1
    const place = { at, type: layer.type }
    return [...headFaults(layer, role === 'discriminator' && isLast), ...valueFaults(layer)].map(
      ({ en, zh }) => ({
        en: `${layerPlace('en', role, place)}: ${en}`,
        zh: `${layerPlace('zh', role, place)}：${zh}`,
      }),
    )
  })
}

function headFaults({ type }: LayerSpec, isAllowed: boolean): Words[] {
  if (isAllowed || (type !== 'projectionHead' && type !== 'classifierHead')) return []
  return [{ en: 'it can only be the last layer of a discriminator', zh: '只能是判别器的最后一层' }]
}

function valueFaults(layer: LayerSpec): Words[] {
  const slope = layer.type === 'leakyRelu' ? beyond('slope', layer.slope, { ...SCALE, min: 0 }) : []
  const epsilon = 'epsilon' in layer ? beyond('epsilon', layer.epsilon, EPSILON) : []
  if (!('initialisation' in layer)) return [...slope, ...epsilon]
  const { initialisation } = layer
  const normed = 'spectralNorm' in layer && layer.spectralNorm === true
  return [...scaleFaults(initialisation), ...(normed ? zeroFaults(initialisation) : [])]
}

function scaleFaults(initialisation: Initialisation): Words[] {
  if ('deviation' in initialisation) {
    return beyond('initialisation.deviation', initialisation.deviation, SCALE)
  }
  return 'gain' in initialisation ? beyond('initialisation.gain', initialisation.gain, SCALE) : []
}

function zeroFaults({ type }: Initialisation): Words[] {
  if (type !== 'zero') return []
  return [
    {
      en: 'spectral norm would divide the weight by 0; use an initialisation other than zero, or leave out spectralNorm',
      zh: '谱归一化会使权重除以 0：请改用 zero 以外的初始化，或删去 spectralNorm',
    },
  ]
}

function beyond(key: string, value: number, { min, max }: { min: number; max: number }): Words[] {
  if (value >= min && value <= max) return []
  return [
    { en: `${key}: must be from ${min} to ${max}`, zh: `${key}：必须在 ${min} 到 ${max} 之间` },
  ]
}
