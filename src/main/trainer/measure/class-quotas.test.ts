import { describe, expect, it } from 'vitest'
import { countsOf, labelsInShares } from './class-quotas'

describe('labels in the same proportions as the data', () => {
  it('take turns if all classes are equally frequent, as generate does', () => {
    expect([...labelsInShares(7, [5, 5, 5])]).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  it.each([
    [[1, 1, 1, 97]],
    [[3, 0, 5, 2]],
    [[980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]],
  ])('are exactly those of the data for the same number of images: %j', (counts) => {
    const total = counts.reduce((sum, images) => sum + images, 0)
    const labels = labelsInShares(total, counts)
    expect(countsOf(labels, counts.length)).toEqual(counts)
    // At any point, no class is further than one image from its share.
    const given = counts.map(() => 0)
    labels.forEach((label, i) => {
      given[label] = (given[label] ?? 0) + 1
      counts.forEach((images, c) => {
        expect(Math.abs((given[c] ?? 0) - (images * (i + 1)) / total)).toBeLessThan(counts.length)
      })
    })
  })

  it('do not depend on how many images follow', () => {
    const counts = [3, 9, 1]
    expect(labelsInShares(20, counts)).toEqual(labelsInShares(200, counts).subarray(0, 20))
  })
})
