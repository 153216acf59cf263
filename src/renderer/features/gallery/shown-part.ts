import { cellAt, gridShape } from '../../images/grid-geometry'
import type { Rectangle } from '../../images/grid-geometry'

/**
 * Returns the part of a grid that is shown: all of it, or one image.
 *
 * @param size side of one image in pixels
 * @param cell index of the image; undefined for the whole grid
 */
export function shownPart(
  { width, height }: Pick<ImageBitmap, 'width' | 'height'>,
  size: number,
  cell: number | undefined,
): Rectangle {
  if (cell !== undefined) return cellAt(gridShape(width, height, size), cell)
  return { x: 0, y: 0, width, height }
}
