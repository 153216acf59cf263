import { describe, expect, it } from 'vitest'
import { normalSet, reordered, setOf, shuffled } from '../testing'
import { RowChoice } from './canonical-order'
import type { FeatureMatrix } from './feature-matrix'
import { chosenOf } from './feature-matrix'

const rowsIn = (features: FeatureMatrix, chosen: ArrayLike<number>): string[] =>
  Array.from({ length: chosen.length }, (_, i) =>
    chosenOf(features, [chosen[i] as number]).data.join(),
  )

describe('a random choice', () => {
  it.each([
    ['different images', normalSet(100, 3, 1)],
    ['images of which many are equal', setOf('latticeA')],
  ])('picks the same images however they are ordered: %s', (_, features) => {
    const other = shuffled(features, 5)
    const [first, second] = [features, other].map((set) => new RowChoice(set, 7, 'test'))
    for (let draw = 0; draw < 3; draw++) {
      const [a, b] = [first?.next(20), second?.next(20)]
      expect(rowsIn(other, b ?? [])).toEqual(rowsIn(features, a ?? []))
    }
    const [pair, same] = [first?.nextPair(), second?.nextPair()]
    expect(rowsIn(other, same ?? [])).toEqual(rowsIn(features, pair ?? []))
  })

  it('repeats no image', () => {
    const choice = new RowChoice(normalSet(50, 2, 2), 1, 'test')
    for (const size of [1, 49, 50]) expect(new Set(choice.next(size)).size).toBe(size)
    for (let draw = 0; draw < 200; draw++) expect(new Set(choice.nextPair()).size).toBe(2)
  })

  it('of pairs reaches every pair', () => {
    const choice = new RowChoice(normalSet(3, 1, 3), 1, 'test')
    const pairs = Array.from({ length: 300 }, () => choice.nextPair().join())
    expect(new Set(pairs).size).toBe(6)
    const two = new RowChoice(reordered(normalSet(2, 1, 3), [0, 1]), 1, 'test')
    expect(two.nextPair().toSorted()).toEqual([0, 1])
  })

  it('depends on the seed and the name', () => {
    const features = normalSet(100, 3, 1)
    const draws = [
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
    ].map(([seed, name]) => new RowChoice(features, Number(seed), String(name)).next(10).join())
    expect(new Set(draws).size).toBe(3)
  })
})
