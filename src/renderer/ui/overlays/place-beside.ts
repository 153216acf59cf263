export type Side = 'top' | 'bottom' | 'left' | 'right'

interface Size {
  width: number
  height: number
}
type Box = Size & { left: number; top: number }

const GAP = 6
/** Margin at the window's edges, in pixels. */
const EDGE = 4

/**
 * Positions a box beside an anchor: centred on the given side, or on the opposite side if there is
 * not enough space, then shifted to stay inside the window.
 *
 * @returns the box's left and top in the window, in pixels
 */
export function placeBeside(
  anchor: Box,
  { width, height }: Size,
  side: Side,
  window: Size,
): { left: number; top: number } {
  const centre = {
    left: anchor.left + (anchor.width - width) / 2,
    top: anchor.top + (anchor.height - height) / 2,
  }
  const within = (value: number, size: number, available: number): number =>
    Math.max(EDGE, Math.min(value, available - size - EDGE))
  if (side === 'top' || side === 'bottom') {
    const top = beside(side === 'top', [anchor.top, anchor.height], height, window.height)
    return {
      left: within(centre.left, width, window.width),
      top: within(top, height, window.height),
    }
  }
  const left = beside(side === 'left', [anchor.left, anchor.width], width, window.width)
  return { left: within(left, width, window.width), top: within(centre.top, height, window.height) }
}

/** Position along one axis, before or after the anchor, preferring the requested side. */
function beside(before: boolean, [at, length]: [number, number], size: number, available: number) {
  const [first, last] = [at - GAP - size, at + length + GAP]
  if (before) return first >= EDGE ? first : last
  return last + size <= available - EDGE ? last : first
}
