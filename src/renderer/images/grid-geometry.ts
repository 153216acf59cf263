/* Positions of the images in a sample grid, with padding around each as in torchvision. */

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

/** Computes the shape of a grid of square images from its size in pixels. */
export function gridShape(width: number, height: number, size: number, padding = 2): GridShape {
  const count = (pixels: number) => Math.max(1, Math.round((pixels - padding) / (size + padding)))
  return { columns: count(width), rows: count(height), size, padding }
}

/** Returns the position of image n in pixels, counting row by row from 0. */
export function cellAt({ columns, size, padding }: GridShape, n: number): Rectangle {
  const offset = (i: number) => padding + i * (size + padding)
  return { x: offset(n % columns), y: offset(Math.floor(n / columns)), width: size, height: size }
}

/**
 * Returns the largest factor at which an image fits: whole, or below 1 if the image is larger than
 * the space.
 *
 * @param size image size in pixels
 * @param available available space, also in pixels
 */
export function fittingFactor(size: number, available: number): number {
  const exact = available / Math.max(1, size)
  return exact < 1 ? exact : Math.floor(exact)
}

/**
 * Returns the display size of an image in CSS pixels: the largest at which each image pixel covers
 * a whole number of screen pixels, or the available space if the image is larger than that.
 *
 * @param size image size in pixels
 * @param available available space in CSS pixels
 * @param ratio screen pixels per CSS pixel
 */
export function scaledSize(size: number, available: number, ratio: number): number {
  const factor = fittingFactor(size, available * ratio)
  return factor < 1 ? available : (size * factor) / ratio
}

/** Returns the largest integer factor, at least 1, at which an image fits. */
export function integerScale(size: number, available: number): number {
  return Math.max(1, fittingFactor(size, available))
}

/**
 * Returns how many columns to use if `fitting` columns fit. With classes that repeat after `cycle` images,
 * each column shows one class, unless there are more classes than columns.
 */
export function columnsFor(fitting: number, cycle = 1): number {
  const whole = Math.floor(fitting / cycle) * cycle
  return Math.max(1, whole > 0 ? whole : fitting)
}

/** Returns the cell that an arrow, Home or End key moves to; undefined for other keys. */
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
