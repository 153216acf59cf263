import { leafLayers } from './leaf-layers'
import type { NetworkSpec } from './spec'

/** Returns true if spectral norm limits every weight of a network. */
export function isSpectrallyNormed({ layers }: Pick<NetworkSpec, 'layers'>): boolean {
  const weighted = leafLayers(layers).filter(({ type }) => weightedTypes.includes(type))
  return weighted.every((layer) => 'spectralNorm' in layer && layer.spectralNorm === true)
}

const weightedTypes: readonly string[] = [
  ...['linear', 'conv2d', 'convTranspose2d'],
  ...['projectionHead', 'classifierHead'],
]
