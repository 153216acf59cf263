export type Side = 'top' | 'bottom' | 'left' | 'right'

interface Size {
  width: number
  height: number
}
type Box = Size & { left: number; top: number }

const GAP = 6
/** The margin at the window's edges, in pixels. */
const EDGE = 4

/**
 * Where to put a box beside an anchor: centred on one side of it, on the other side if there is no
 * room, and moved as far as it takes to stay inside the window.
 *
 * @returns its left and top in the window, in pixels
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
  const within = (value: number, size: number, room: number): number =>
    Math.max(EDGE, Math.min(value, room - size - EDGE))
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

/** Along one axis: before or after the anchor, whichever was asked for and has room. */
function beside(before: boolean, [at, length]: [number, number], size: number, room: number) {
  const [first, last] = [at - GAP - size, at + length + GAP]
  if (before) return first >= EDGE ? first : last
  return last + size <= room - EDGE ? last : first
}
