import type { LayerSpec, NetworkSpec } from './spec'

/** Returns true if spectral norm limits every weight of a network. */
export function isSpectrallyNormed({ layers }: Pick<NetworkSpec, 'layers'>): boolean {
  const weighted = flat(layers).filter(({ type }) => weightedTypes.includes(type))
  return weighted.every((layer) => 'spectralNorm' in layer && layer.spectralNorm === true)
}

const weightedTypes: readonly string[] = [
  ...['linear', 'conv2d', 'convTranspose2d'],
  ...['projectionHead', 'classifierHead'],
]

const flat = (layers: readonly LayerSpec[]): LayerSpec[] =>
  layers.flatMap((layer) =>
    layer.type === 'residual' ? flat([...layer.main, ...layer.shortcut]) : [layer],
  )
