import { StudioError } from '../../../contract/errors'
import { filesOf } from '../../sources/idx/find-set'
import type { Place, SetFiles } from '../../sources/idx/find-set'
import { readIdxFileHeader } from '../../sources/idx/idx-file'
import { checkImages, checkLabels, type SquareShape } from '../../sources/idx/shape'

/** The test images of IDX files, which serve as the hold-out part. */
export interface TestSet extends SetFiles {
  count: number
}

/**
 * The test images next to the training images, if they have the same size. Only headers are read.
 *
 * @param place a folder with one set, or its images file
 * @param train the shape of the training images
 * @returns undefined if there are none; without labels if those do not fit
 */
export async function testSet(
  place: Place,
  train: Omit<SquareShape, 'count'>,
): Promise<TestSet | undefined> {
  try {
    const { images, labels } = await filesOf(place, 't10k')
    const shape = checkImages((await readIdxFileHeader(images)).dims, images)
    if (shape.width !== train.width || shape.channels !== train.channels) return undefined
    const usable = labels !== undefined && (await fits(labels, shape.count))
    return { images, count: shape.count, ...(usable ? { labels } : {}) }
  } catch (error) {
    if (error instanceof StudioError) return undefined
    throw error
  }
}

const fits = async (labels: string, images: number): Promise<boolean> => {
  try {
    checkLabels((await readIdxFileHeader(labels)).dims, images, labels)
    return true
  } catch (error) {
    if (error instanceof StudioError) return false
    throw error
  }
}
