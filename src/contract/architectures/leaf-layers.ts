import type { LayerSpec } from './spec'

/** A layer of a specification, or one with its sizes. */
type AnyLayer<L> = { type: LayerSpec['type'] } | { type: 'residual'; main: L[]; shortcut: L[] }

/** Returns all layers but residual ones, in order, with the layers of their branches. */
export const leafLayers = <L extends AnyLayer<L>>(layers: readonly L[]): L[] =>
  layers.flatMap((layer) =>
    'main' in layer ? leafLayers([...layer.main, ...layer.shortcut]) : [layer],
  )
