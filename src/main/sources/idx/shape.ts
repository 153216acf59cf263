import { problemError } from '../../../contract/errors'
import type { RasterShape } from '../../image/resize'

/** The shape of grey or RGB images. */
export interface ImageShape extends RasterShape {
  channels: 1 | 3
}

/** The shape of images that the studio can train on as they are: square, grey or RGB. */
export type SquareShape = ImageShape

/**
 * Reads an image file's dimensions as [count, height, width] or [count, height, width, channels].
 *
 * @throws StudioError `data` if they are not those of square grey or RGB images
 */
export function checkImages(dims: readonly number[], where: string): SquareShape {
  const shape = checkAnyImages(dims, where)
  const { width, height } = shape
  if (width !== height) {
    throw problemError('data', 'notSquare', { width, height }, { where })
  }
  return shape
}

/** As {@link checkImages}, for images that need not be square. */
export function checkAnyImages(dims: readonly number[], where: string): ImageShape {
  const [count, height, width, channels = 1] = dims
  if (count === undefined || height === undefined || width === undefined) {
    throw problemError('data', 'labelsForImages', {}, { where })
  }
  if (channels !== 1 && channels !== 3) {
    throw problemError('data', 'wrongChannels', { channels }, { where })
  }
  return { count, width, height, channels }
}

/** @throws StudioError `data` if the file does not contain one label per image */
export function checkLabels(dims: readonly number[], images: number, where: string): void {
  if (dims.length !== 1) {
    throw problemError('data', 'imagesForLabels', { dimensions: dims.length }, { where })
  }
  if (dims[0] !== images) {
    throw problemError('data', 'wrongLabelCount', { labels: dims[0] ?? 0, images }, { where })
  }
}
