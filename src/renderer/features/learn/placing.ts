import type { Shape } from '../../../contract/architectures/shapes'
import type { Drawing } from './drawing'

/* Lays out the drawing of a network: vectors as columns of dots, images as stacks. */

interface Place {
  x: number
  y: number
}

/** One step: its outline, what is drawn in it, and its shape in words below. */
interface Column {
  left: number
  right: number
  top: number
  bottom: number
  dots: readonly (Place & { radius: number })[]
  /** Squares from the backmost to the front one. */
  sheets: readonly (Place & { side: number })[]
  label: Place & { text: string }
}

export interface Placed {
  columns: readonly Column[]
  /** From every dot of a vector to every dot of the next. */
  lines: readonly { from: Place; to: Place }[]
  /** Paths from one step to the next, if either is images. */
  bands: readonly string[]
  /** Paths over the steps that a residual layer's shortcut skips. */
  arcs: readonly string[]
}

const RADIUS = 6
/** The distance between the dots of a vector. */
const DOT_GAP = 20
/** How far each sheet of a stack lies up and to the right of the one before it. */
const SHIFT = 3
const LEAST_GAP = 14
/** The largest size of drawn images, and a margin. */
const LARGEST = 28
const MARGIN = 12
const CHARACTER = 6

const dotsOf = (features: number): number =>
  features < 3 ? features : Math.min(6, Math.max(3, Math.floor(Math.log2(features)) - 4))
const sheetsOf = (channels: number): number => Math.min(6, Math.ceil(channels / 16))

const labelOf = (shape: Shape): string =>
  shape.type === 'vector'
    ? String(shape.features)
    : `${shape.channels} × ${shape.size} × ${shape.size}`

/** Places a network between `left` and `right` with even gaps; crowded ones are drawn smaller. */
export function placeNetwork(
  { steps, skips }: Drawing,
  { left, right, middle }: { left: number; right: number; middle: number },
): Placed {
  const largest = Math.max(...steps.map((step) => (step.type === 'images' ? step.size : 0)))
  const side = (size: number): number => MARGIN + size * Math.min(1, LARGEST / largest)
  const widths = steps.map((step) =>
    step.type === 'vector' ? 2 * RADIUS : side(step.size) + SHIFT * (sheetsOf(step.channels) - 1),
  )
  const gaps = steps.length - 1
  const all = widths.reduce((sum, width) => sum + width, 0)
  const least = Math.min(LEAST_GAP, (right - left) / (2 * gaps))
  const scale = Math.min(1, (right - left - least * gaps) / all)
  const gap = (right - left - all * scale) / gaps
  let x = left
  const outlined = steps.map((step, i) => {
    const width = (widths[i] ?? 0) * scale
    const [from, to] = [x, x + width]
    x = to + gap
    return outline(step, { left: from, right: to, middle, scale, side })
  })
  const columns = labelled(steps, outlined)
  return { columns, ...joined(steps, columns), arcs: skips.map((skip) => arc(skip, columns)) }
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

/** Each label goes to the first line where two characters' room separates it from the one before. */
function labelled(steps: readonly Shape[], columns: readonly Omit<Column, 'label'>[]): Column[] {
  const lowest = Math.max(...columns.map(({ bottom }) => bottom))
  /** Where the last label of each line ends. */
  const ends: number[] = []
  return columns.map((column, i) => {
    const text = labelOf(steps[i] as Shape)
    const x = (column.left + column.right) / 2
    const half = (CHARACTER * text.length) / 2
    const free = ends.findIndex((end) => end + 2 * CHARACTER <= x - half)
    const line = free === -1 ? ends.length : free
    ends[line] = x + half
    return { ...column, label: { x, y: lowest + 18 + line * 15, text } }
  })
}

function joined(
  steps: readonly Shape[],
  columns: readonly Column[],
): Pick<Placed, 'lines' | 'bands'> {
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
  const over = columns.slice(from, to + 1)
  const [first, last] = [over[0] as Column, over.at(-1) as Column]
  const high = Math.min(...over.map(({ top }) => top)) - 18
  const [a, b] = [(first.left + first.right) / 2, (last.left + last.right) / 2]
  return `M${a} ${first.top - 2}C${a} ${high} ${b} ${high} ${b} ${last.top - 2}`
}
