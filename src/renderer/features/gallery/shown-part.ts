import { cellAt, gridShape } from '../../images/grid-geometry'
import type { Rectangle } from '../../images/grid-geometry'

/**
 * Returns the part of a grid that is shown: all of it, or one image.
 *
 * @param size side of one image in pixels
 * @param cell index of the image; undefined, or one that the grid does not have, for the whole grid
 */
export function shownPart(
  { width, height }: Pick<ImageBitmap, 'width' | 'height'>,
  size: number,
  cell: number | undefined,
): Rectangle {
  const shape = gridShape(width, height, size)
  const exists = cell !== undefined && cell < shape.columns * shape.rows
  if (exists) return cellAt(shape, cell)
  return { x: 0, y: 0, width, height }
}
