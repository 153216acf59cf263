export type Side = 'top' | 'bottom' | 'left' | 'right'

interface Size {
  width: number
  height: number
}
type Box = Size & { left: number; top: number }

/** The space for a box: its size, and its left edge in the window. */
type Space = Size & { left?: number }

const GAP = 6
/** Margin at the edges of the space, in pixels. */
const EDGE = 4

/**
 * Positions a box beside an anchor: centred on the given side, or on the opposite side if there is
 * not enough space, then shifted to stay inside the space, which starts at the window's top.
 *
 * @returns the box's left and top in the window, in pixels
 */
export function placeBeside(
  anchor: Box,
  { width, height }: Size,
  side: Side,
  space: Space,
): { left: number; top: number } {
  const centre = {
    left: anchor.left + (anchor.width - width) / 2,
    top: anchor.top + (anchor.height - height) / 2,
  }
  const { left: start = 0 } = space
  const within = (value: number, size: number, from: number, available: number): number =>
    Math.max(from + EDGE, Math.min(value, from + available - size - EDGE))
  if (side === 'top' || side === 'bottom') {
    const top = beside(side === 'top', [anchor.top, anchor.height], height, space.height)
    return {
      left: within(centre.left, width, start, space.width),
      top: within(top, height, 0, space.height),
    }
  }
  const from = anchor.left - start
  const left = start + beside(side === 'left', [from, anchor.width], width, space.width)
  return {
    left: within(left, width, start, space.width),
    top: within(centre.top, height, 0, space.height),
  }
}

/** Position along one axis, before or after the anchor, preferring the requested side. */
function beside(before: boolean, [at, length]: [number, number], size: number, available: number) {
  const [first, last] = [at - GAP - size, at + length + GAP]
  if (before) return first >= EDGE ? first : last
  return last + size <= available - EDGE ? last : first
}
