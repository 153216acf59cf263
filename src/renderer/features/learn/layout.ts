import type { Shape } from '../../../contract/architectures/shapes'
import type { Drawing } from './drawing'

/* Lays out a network: vectors as columns of dots, images as stacks of squares. */

interface Point {
  x: number
  y: number
}

/** One shape of the network: its outline, its content, and its label below. */
interface Column {
  left: number
  right: number
  top: number
  bottom: number
  dots: readonly (Point & { radius: number })[]
  /** Squares from back to front. */
  sheets: readonly (Point & { side: number })[]
  label: Point & { text: string }
}

export interface NetworkLayout {
  columns: readonly Column[]
  /** Links between the dots of neighbouring vectors. */
  lines: readonly { from: Point; to: Point }[]
  /** SVG paths between neighbouring columns, if either is images. */
  bands: readonly string[]
  /** SVG paths of residual shortcuts. */
  arcs: readonly string[]
}

const RADIUS = 6
/** Distance between the dots of a vector. */
const DOT_GAP = 20
/** Horizontal and vertical offset between the squares of a stack. */
const SHIFT = 3
const MIN_GAP = 14
/** Largest side of a drawn image without its margin. */
const MAX_SIDE = 28
const MARGIN = 12
const CHARACTER_WIDTH = 6

const dotsOf = (features: number): number =>
  features < 3 ? features : Math.min(6, Math.max(3, Math.floor(Math.log2(features)) - 4))
const sheetsOf = (channels: number): number => Math.min(6, Math.ceil(channels / 16))

const labelOf = (shape: Shape): string =>
  shape.type === 'vector'
    ? String(shape.features)
    : `${shape.channels} × ${shape.size} × ${shape.size}`

/** Lays out a network between `left` and `right` with even gaps, scaled down if crowded. */
export function layoutNetwork(
  { steps, skips }: Drawing,
  { left, right, middle }: { left: number; right: number; middle: number },
): NetworkLayout {
  const largest = Math.max(...steps.map((step) => (step.type === 'images' ? step.size : 0)))
  const side = (size: number): number => MARGIN + size * Math.min(1, MAX_SIDE / largest)
  const widths = steps.map((step) =>
    step.type === 'vector' ? 2 * RADIUS : side(step.size) + SHIFT * (sheetsOf(step.channels) - 1),
  )
  const gaps = steps.length - 1
  const totalWidth = widths.reduce((sum, width) => sum + width, 0)
  const minGap = Math.min(MIN_GAP, (right - left) / (2 * gaps))
  const scale = Math.min(1, (right - left - minGap * gaps) / totalWidth)
  const gap = (right - left - totalWidth * scale) / gaps
  let x = left
  const outlined = steps.map((step, i) => {
    const width = (widths[i] ?? 0) * scale
    const [from, to] = [x, x + width]
    x = to + gap
    return outline(step, { left: from, right: to, middle, scale, side })
  })
  const columns = addLabels(steps, outlined)
  return {
    columns,
    ...connectColumns(steps, columns),
    arcs: skips.map((skip) => arc(skip, columns)),
  }
}

interface Space {
  left: number
  right: number
  middle: number
  scale: number
  side(size: number): number
}

function outline(step: Shape, space: Space): Omit<Column, 'label'> {
  const { left, right, middle, scale } = space
  if (step.type === 'vector') {
    const count = dotsOf(step.features)
    const radius = RADIUS * scale
    const half = ((count - 1) / 2) * DOT_GAP
    const dots = Array.from({ length: count }, (_, i) => ({
      x: left + radius,
      y: middle - half + i * DOT_GAP,
      radius,
    }))
    const [top, bottom] = [middle - half - radius, middle + half + radius]
    return { left, right, top, bottom, dots, sheets: [] }
  }
  const count = sheetsOf(step.channels)
  const [top, bottom] = [middle - (right - left) / 2, middle + (right - left) / 2]
  const sheets = Array.from({ length: count }, (_, sheet) => ({
    x: left + SHIFT * scale * (count - 1 - sheet),
    y: top + SHIFT * scale * sheet,
    side: space.side(step.size) * scale,
  }))
  return { left, right, top, bottom, dots: [], sheets }
}

/**
 * Puts each label on the first line that leaves two characters of space after the previous label.
 */
function addLabels(steps: readonly Shape[], columns: readonly Omit<Column, 'label'>[]): Column[] {
  const lowest = Math.max(...columns.map(({ bottom }) => bottom))
  /** The right end of the last label on each line. */
  const ends: number[] = []
  return columns.map((column, i) => {
    const text = labelOf(steps[i] as Shape)
    const x = (column.left + column.right) / 2
    const half = (CHARACTER_WIDTH * text.length) / 2
    const free = ends.findIndex((end) => end + 2 * CHARACTER_WIDTH <= x - half)
    const line = free === -1 ? ends.length : free
    ends[line] = x + half
    return { ...column, label: { x, y: lowest + 18 + line * 15, text } }
  })
}

function connectColumns(
  steps: readonly Shape[],
  columns: readonly Column[],
): Pick<NetworkLayout, 'lines' | 'bands'> {
  const pairs = columns.slice(1).map((to, i) => ({ from: columns[i] as Column, to, i }))
  const dotted = (i: number): boolean =>
    steps[i]?.type === 'vector' && steps[i + 1]?.type === 'vector'
  return {
    lines: pairs
      .filter(({ i }) => dotted(i))
      .flatMap(({ from, to }) =>
        from.dots.flatMap((a) => to.dots.map((b) => ({ from: a, to: b }))),
      ),
    bands: pairs
      .filter(({ i }) => !dotted(i))
      .map(
        ({ from, to }) =>
          `M${from.right} ${from.top}L${to.left} ${to.top}V${to.bottom}L${from.right} ${from.bottom}z`,
      ),
  }
}

function arc({ from, to }: Drawing['skips'][number], columns: readonly Column[]): string {
  const spanned = columns.slice(from, to + 1)
  const [first, last] = [spanned[0] as Column, spanned.at(-1) as Column]
  const peak = Math.min(...spanned.map(({ top }) => top)) - 18
  const [a, b] = [(first.left + first.right) / 2, (last.left + last.right) / 2]
  return `M${a} ${first.top - 2}C${a} ${peak} ${b} ${peak} ${b} ${last.top - 2}`
}
