/* The positions of a grid's images, with black padding around each, as in torchvision. */

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface GridShape {
  columns: number
  rows: number
  /** Side of one image, in pixels. */
  size: number
  padding: number
}

/** The shape of a grid of square images from its size in pixels. */
export function gridShape(width: number, height: number, size: number, padding = 2): GridShape {
  const along = (pixels: number) => Math.max(1, Math.round((pixels - padding) / (size + padding)))
  return { columns: along(width), rows: along(height), size, padding }
}

/** The position of image n of the grid, counted row by row from 0. */
export function cellAt({ columns, size, padding }: GridShape, n: number): Rectangle {
  const place = (i: number) => padding + i * (size + padding)
  return { x: place(n % columns), y: place(Math.floor(n / columns)), width: size, height: size }
}

/**
 * The size of a picture in the available space, in CSS pixels. Each of its pixels becomes a square
 * of whole screen pixels, as large as fits; a picture that is too large is scaled down.
 *
 * @param ratio pixels of the screen to a CSS pixel
 */
export function scaledSize(size: number, room: number, ratio: number): number {
  const factor = Math.floor((room * ratio) / Math.max(1, size))
  return factor < 1 ? room : (size * factor) / ratio
}

/** The largest whole factor at which a picture fits, at least 1: pixels stay square and even. */
export function wholeScale(size: number, room: number): number {
  return Math.max(1, Math.floor(room / Math.max(1, size)))
}

/** The cell that an arrow, Home or End key leads to; undefined for other keys. */
export function moveInGrid(
  key: string,
  n: number,
  count: number,
  columns: number,
): number | undefined {
  const column = n % columns
  const to = {
    ArrowLeft: n - 1,
    ArrowRight: n + 1,
    ArrowUp: n - columns,
    ArrowDown: n + columns,
    Home: n - column,
    End: Math.min(count - 1, n - column + columns - 1),
  }[key]
  if (to === undefined) return undefined
  return to >= 0 && to < count ? to : n
}
