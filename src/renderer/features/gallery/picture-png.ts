import { problemError } from '../../../contract/errors'
import type { Rectangle } from '../../images/grid-geometry'

/** Factors that are always offered, so that a saved grid can be viewed elsewhere. */
const FACTORS = [1, 4, 8]
/** Longer sides are not offered: many programs cannot open such images. */
const MAX_SIDE = 8192

/**
 * Returns the whole factors by which a picture can be enlarged when it is saved, ascending: the usual
 * ones and the one on the screen.
 */
export function pngFactors(
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  shown: number,
): number[] {
  const factors = [...new Set([...FACTORS, Math.max(1, Math.floor(shown))])]
  return factors
    .filter((factor) => factor === 1 || Math.max(width, height) * factor <= MAX_SIDE)
    .sort((a, b) => a - b)
}

/**
 * Encodes a part of a grid as a PNG, with each pixel enlarged to `factor` by `factor` pixels.
 *
 * @throws StudioError if encoding fails
 */
export async function picturePng(
  bitmap: ImageBitmap,
  { x, y, width, height }: Rectangle,
  factor: number,
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = width * factor
  canvas.height = height * factor
  const context = canvas.getContext('2d')
  if (context === null) throw problemError('internal', 'noCanvas', {})
  context.imageSmoothingEnabled = false
  context.drawImage(bitmap, x, y, width, height, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw problemError('internal', 'imageNotEncoded', {})
  return blob
}
