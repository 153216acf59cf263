import { RandomStream } from '../../gan/random/random'
import { shared } from '../shared'
import type { FeatureMatrix } from './feature-matrix'

/**
 * Indices of the rows, sorted by their values. Metrics sum rows, and draw random rows, in this
 * order, so that the result is the same to the last bit however the images are ordered.
 */
export const canonicalOrder: (features: FeatureMatrix) => Uint32Array = shared(sortedRows)

function sortedRows({ data, count, dim }: FeatureMatrix): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  return order.sort((a, b) => {
    for (let j = 0; j < dim; j++) {
      const difference = (data[a * dim + j] as number) - (data[b * dim + j] as number)
      if (difference !== 0) return difference
    }
    // Equal rows are interchangeable.
    return a - b
  })
}

/**
 * Chooses rows at random, without repetition within a draw. The same seed, name and set of rows
 * give the same draws.
 */
export class RowChoice {
  private readonly order: Uint32Array
  private readonly stream: RandomStream

  constructor(features: FeatureMatrix, seed: number, ...name: readonly string[]) {
    this.order = canonicalOrder(features)
    this.stream = RandomStream.seeded(seed, 'metrics', ...name)
  }

  /** @param size at most the number of rows */
  next(size: number): Uint32Array {
    const { order, stream } = this
    return stream
      .permutation(order.length)
      .subarray(0, size)
      .map((at) => order[at] as number)
  }

  /** Two different rows. */
  nextPair(): [number, number] {
    const { order, stream } = this
    const first = stream.below(order.length)
    const second = stream.below(order.length - 1)
    const other = second < first ? second : second + 1
    return [order[first] as number, order[other] as number]
  }
}
