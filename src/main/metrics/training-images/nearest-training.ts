import { resultOf } from '../computation'
import type { Computation } from '../computation'
import { needSameDim, sliceOf } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { Nearest } from '../features/nearest'
import { pairBlocks, visitPairs } from '../features/pairs'
import { ScreenedNeighbours } from './screened-neighbours'
import type { MatrixProduct } from './screened-neighbours'

/**
 * A search for the training images nearest to given ones, by features or pixels. Memory use depends
 * on the chunk size and on `most`, not on the number of training images.
 */
export class NearestTraining {
  readonly nearest: Nearest
  private readonly screened: ScreenedNeighbours | undefined
  /** The training images so far. */
  private before = 0

  /**
   * @param most neighbours per image; fewer training images leave indices of -1
   * @param product saves most of the time, without changing a bit of the result
   */
  constructor(
    private readonly images: FeatureMatrix,
    most: number,
    product?: MatrixProduct,
  ) {
    this.nearest = new Nearest(images.count, most)
    this.screened = product && new ScreenedNeighbours(images, this.nearest, product)
  }

  /**
   * Adds the next training images; indices count from the first chunk's first image.
   *
   * @throws StudioError `data` if the features differ in length
   */
  add(chunk: FeatureMatrix): void {
    needSameDim(this.images, chunk)
    if (this.screened === undefined) this.addAll(chunk)
    else this.screened.offer(chunk, this.before)
    this.before += chunk.count
  }

  private addAll(chunk: FeatureMatrix): void {
    const { nearest, before } = this
    for (const block of pairBlocks(chunk, this.images)) {
      visitPairs(block, (i, j, squared) => nearest.offer(j, squared, before + i))
    }
  }
}

/**
 * The training images nearest to given ones.
 *
 * @param training chunks of all training images, in order
 * @throws StudioError `data` if the features differ in length
 */
export const nearestTraining = (
  images: FeatureMatrix,
  training: Iterable<FeatureMatrix>,
  most: number,
  product?: MatrixProduct,
): Nearest => resultOf(searching(images, { training, count: Infinity }, most, product))

/** Training images compared at a time, with and without an engine's product. */
const AT_ONCE = { withProduct: 2048, without: 256 }

/**
 * As {@link nearestTraining}, with its progress.
 *
 * @param count of all training images
 */
export function* searching(
  images: FeatureMatrix,
  { training, count }: { training: Iterable<FeatureMatrix>; count: number },
  most: number,
  product?: MatrixProduct,
): Computation<Nearest> {
  const search = new NearestTraining(images, most, product)
  const portion = product === undefined ? AT_ONCE.without : AT_ONCE.withProduct
  let done = 0
  for (const chunk of training) {
    for (let start = 0; start < chunk.count; start += portion) {
      const slice = sliceOf(chunk, start, portion)
      search.add(slice)
      yield (done += slice.count) / count
    }
  }
  return search.nearest
}
