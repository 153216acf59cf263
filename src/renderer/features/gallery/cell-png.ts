import { problemError } from '../../../contract/errors'
import { cellAt, gridShape } from '../../images/grid-geometry'

/**
 * Encodes image n of a grid as a PNG at its original size.
 *
 * @throws StudioError if encoding fails
 */
export async function cellPng(bitmap: ImageBitmap, size: number, n: number): Promise<Blob> {
  const { x, y, width, height } = cellAt(gridShape(bitmap.width, bitmap.height, size), n)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(bitmap, x, y, width, height, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw problemError('internal', 'imageNotEncoded', {})
  return blob
}
