/**
 * Labels for generated images, in the same proportions as among the real ones. The label of an
 * image depends on its index only: each image gets the class that is furthest behind its share, the
 * first one in a tie. Equal shares give 0, 1, 2 … in turn, as `generate` does.
 *
 * @param classCounts the number of real images of each class, not all 0
 * @returns [count]
 */
export function labelsInShares(count: number, classCounts: readonly number[]): Int32Array {
  const total = classCounts.reduce((sum, images) => sum + images, 0)
  const given = new Float64Array(classCounts.length)
  return Int32Array.from({ length: count }, (_, i) => {
    let [furthest, most] = [0, -Infinity]
    for (const [label, images] of classCounts.entries()) {
      // In units of 1 / total, where whole numbers are exact.
      const behind = images * (i + 1) - (given[label] as number) * total
      if (images > 0 && behind > most) [furthest, most] = [label, behind]
    }
    given[furthest] = (given[furthest] as number) + 1
    return furthest
  })
}

/** Counts the images of each class. @param classes at least one more than the largest label */
export function countsOf(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number
    counts[label] = (counts[label] ?? 0) + 1
  }
  return counts
}
