import { shapesOf } from './shapes'
import type { Shape, SizedLayer } from './shapes'
import type { NetworkSpec } from './spec'
import { stateOf } from './state'

/** A row of the table of a network's layers. */
export interface LayerRow {
  /** The layer's place, counted from 1: `5`, or `5.main.2` in a residual layer. */
  layer: string
  type: string
  output: Shape
  /** The number of trained parameters, including those of a residual layer's branches. */
  parameters: number
}

/**
 * Lists the layers of a network, each residual layer before those of its branches.
 *
 * @throws StudioError `usage` if the layers do not fit together
 */
export function layerTable(spec: NetworkSpec): LayerRow[] {
  const counts = stateOf(spec)
    .filter(({ trained }) => trained)
    .map(({ name, shape }) => ({ name, count: shape.reduce((all, axis) => all * axis, 1) }))
  const rows = (layers: readonly SizedLayer[]): LayerRow[] =>
    layers.flatMap((layer) => {
      const { name, type, output } = layer
      const parameters = counts
        .filter((tensor) => tensor.name.startsWith(`${name}.`))
        .reduce((sum, { count }) => sum + count, 0)
      const inside = type === 'residual' ? [...rows(layer.main), ...rows(layer.shortcut)] : []
      return [{ layer: placeOf(name), type, output, parameters }, ...inside]
    })
  return rows(shapesOf(spec))
}

/** Converts a layer's PyTorch name, such as `model.4.main.1`, to its place, `5.main.2`. */
const placeOf = (name: string): string =>
  name
    .split('.')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part))
    .join('.')
