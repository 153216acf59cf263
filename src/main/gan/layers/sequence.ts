import { add } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Layer, Mode } from './layer'

/* Layers in sequence: those of a network, and of a residual layer's branches. */

export const forwardThrough = (
  layers: readonly Layer[],
  x: Tensor,
  mode: Mode,
  labels?: Tensor,
): Tensor => layers.reduce((value, layer) => layer.forward(value, mode, labels), x)

/** Each layer's values, named as in a PyTorch Sequential: `<prefix>.<index>.<name>`. */
export const namedIn = <T extends { name: string }>(
  layers: readonly Layer[],
  prefix: string,
  held: (layer: Layer) => readonly T[],
): T[] =>
  layers.flatMap((layer, index) =>
    held(layer).map((value) => ({ ...value, name: `${prefix}.${index}.${value.name}` })),
  )

/**
 * A copy of the layers as they are now, for eval mode only; each batch norm is merged into the
 * layer before it, if that layer absorbs it. The caller's tidy disposes of leftovers.
 */
export function frozenLayers(layers: readonly Layer[]): Layer[] {
  const frozen: Layer[] = []
  layers.forEach((layer, i) => {
    if (layer.affine !== undefined && layers[i - 1]?.absorbs === true) return
    const then = layer.absorbs === true ? layers[i + 1]?.affine?.() : undefined
    frozen.push(layer.frozen?.(then) ?? layer)
  })
  return frozen
}

/** Two branches with the same input, whose outputs are added; an empty branch is the identity. */
export function Residual(main: readonly Layer[], shortcut: readonly Layer[]): Layer {
  const both = <T extends { name: string }>(held: (layer: Layer) => readonly T[]): T[] => [
    ...namedIn(main, 'main', held),
    ...namedIn(shortcut, 'shortcut', held),
  ]
  return {
    forward: (x, mode, labels) =>
      add(forwardThrough(main, x, mode, labels), forwardThrough(shortcut, x, mode, labels)),
    batchwise: [...main, ...shortcut].some(({ batchwise }) => batchwise === true),
    frozen: () => Residual(frozenLayers(main), frozenLayers(shortcut)),
    parameters: both((layer) => layer.parameters),
    entries: both((layer) => layer.entries),
  }
}
