import type { DatasetListing } from '../../../../contract/datasets/listing'
import { sheetUrl } from '../../../images/resources'

/** The most images in a strip, and its largest width in pixels. */
const MAX_IMAGES = 16
const MAX_WIDTH = 2_048

/**
 * Returns the URL of a picture of images from throughout a data set in a row; undefined if it has
 * none.
 */
export function stripUrl({ name, images, width, problem }: DatasetListing): string | undefined {
  if (problem !== undefined || images === 0 || width === 0) return undefined
  const fitting = Math.max(1, Math.floor(MAX_WIDTH / width))
  const spread = Math.min(MAX_IMAGES, images, fitting)
  return sheetUrl({ dataset: name, part: 'train', spread })
}
