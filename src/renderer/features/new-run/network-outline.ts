import { layerTable } from '../../../contract/architectures/layer-table'
import type { Shape } from '../../../contract/architectures/shapes'
import type { NetworkSpec } from '../../../contract/architectures/spec'
import { drawingOf } from '../learn/drawing'
import { layoutNetwork } from '../learn/layout'
import type { NetworkLayout } from '../learn/layout'

/** The width of an outline, in units of about a pixel. */
const WIDTH = 440
/** The margin at the sides, for half of a label. */
const SIDE = 48
/** The margin above and below, for the line of a border or an arc. */
const MARGIN = 4
/** The height of an arc above its columns. */
const ARC = 20

/** A network's drawing, and its SVG viewBox. */
export interface Outline {
  network: NetworkLayout
  viewBox: string
}

/** Lays out one network alone. */
export function outlineOf(spec: NetworkSpec): Outline {
  const network = layoutNetwork(drawingOf(spec), { left: SIDE, right: WIDTH - SIDE, middle: 0 })
  const tops = network.columns.map(({ top }) => top)
  const top = Math.min(...tops) - MARGIN - (network.arcs.length > 0 ? ARC : 0)
  const bottom = Math.max(...network.columns.map(({ label }) => label.y)) + MARGIN
  return { network, viewBox: `0 ${top} ${WIDTH} ${bottom - top}` }
}

/** A layer of the list beside the drawing. */
export interface LayerItem {
  /** Its place, such as `5`, or `5.main.2` in a residual layer. */
  place: string
  type: string
  output: string
}

/** Lists a network's layers with their output shapes; those of residual layers follow them. */
export const layersOf = (spec: NetworkSpec): LayerItem[] =>
  layerTable(spec).map(({ layer: place, type, output }) => ({
    place,
    type,
    output: shapeText(output),
  }))

const shapeText = (shape: Shape): string =>
  shape.type === 'vector'
    ? String(shape.features)
    : `${shape.channels} × ${shape.size} × ${shape.size}`
