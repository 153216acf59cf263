import { needSameDim } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { Nearest } from '../features/nearest'
import { pairBlocks, visitPairs } from '../features/pairs'
import { ScreenedNeighbours } from './screened-neighbours'
import type { MatrixProduct } from './screened-neighbours'

/**
 * The training images nearest to given ones, by features or pixels. Memory depends on the chunks and
 * on `most` only, not on the number of training images.
 *
 * @param training chunks of all training images, in order; indices count from the start of the first chunk
 * @param most neighbours per image; fewer training images leave indices of -1
 * @param product saves most of the time, and changes no bit of the result
 * @throws StudioError `data` if the features differ in length
 */
export function nearestTraining(
  images: FeatureMatrix,
  training: Iterable<FeatureMatrix>,
  most: number,
  product?: MatrixProduct,
): Nearest {
  const nearest = new Nearest(images.count, most)
  const screened = product && new ScreenedNeighbours(images, nearest, product)
  let before = 0
  for (const chunk of training) {
    needSameDim(images, chunk)
    if (screened !== undefined) screened.offer(chunk, before)
    else offerAll(nearest, images, chunk, before)
    before += chunk.count
  }
  return nearest
}

function offerAll(
  nearest: Nearest,
  images: FeatureMatrix,
  chunk: FeatureMatrix,
  before: number,
): void {
  for (const block of pairBlocks(chunk, images)) {
    visitPairs(block, (i, j, squared) => nearest.offer(j, squared, before + i))
  }
}
