import { problemError } from '../../../contract/errors'
import type { RasterShape } from '../../image/resize'

/** The shape of images that the studio can train on: square, grey or RGB. */
export interface SquareShape extends RasterShape {
  channels: 1 | 3
}

/**
 * Reads an image file's dimensions as [count, height, width] or [count, height, width, channels].
 *
 * @throws StudioError `data` if they are not those of square grey or RGB images
 */
export function checkImages(dims: readonly number[], where: string): SquareShape {
  const [count, height, width, channels = 1] = dims
  if (count === undefined || height === undefined || width === undefined) {
    throw problemError('data', 'labelsForImages', {}, { where })
  }
  if (channels !== 1 && channels !== 3) {
    throw problemError('data', 'wrongChannels', { channels }, { where })
  }
  if (width !== height) {
    throw problemError('data', 'notSquare', { width, height }, { where })
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
