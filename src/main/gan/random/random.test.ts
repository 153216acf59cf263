import { describe, expect, it } from 'vitest'
import { RandomStream } from './random'

const draws = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.next())

describe('RandomStream', () => {
  it('repeats for the same seed and name, and differs for another of either', () => {
    const first = draws(RandomStream.seeded(0, 'noise'), 8)
    expect(draws(RandomStream.seeded(0, 'noise'), 8)).toEqual(first)
    expect(draws(RandomStream.seeded(1, 'noise'), 8)).not.toEqual(first)
    expect(draws(RandomStream.seeded(0, 'shuffle'), 8)).not.toEqual(first)
    expect(draws(RandomStream.seeded(0, 'shuffle', 1), 8)).not.toEqual(
      draws(RandomStream.seeded(0, 'shuffle', 2), 8),
    )
  })

  it('follows xoshiro128** from a known state', () => {
    // The first outputs from the state (1, 2, 3, 4), worked out by hand from the definition.
    expect(draws(RandomStream.restored([1, 2, 3, 4]), 3)).toEqual([11520, 0, 5927040])
  })

  it('continues from a saved state as if never interrupted', () => {
    const stream = RandomStream.seeded(9, 'noise')
    stream.fillNormal(new Float32Array(101))
    const copy = RandomStream.restored(stream.state)
    expect(draws(copy, 50)).toEqual(draws(stream, 50))
  })

  it('gives normal numbers: mean 0, variance 1, kurtosis 3, all finite', () => {
    const values = RandomStream.seeded(4, 'normal').fillNormal(new Float32Array(200_001))
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length
    expect(values.every(Number.isFinite)).toBe(true)
    expect(Math.abs(moment(1))).toBeLessThan(0.01)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15)
  })

  it('gives uniform numbers within the bound, evenly', () => {
    const values = RandomStream.seeded(4, 'uniform').fillUniform(new Float32Array(100_000), 0.5)
    expect(values.every((value) => Math.abs(value) <= 0.5)).toBe(true)
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 2)
  })

  it('shuffles to a permutation, with every position equally likely', () => {
    const firsts = new Map<number, number>()
    for (let seed = 0; seed < 4000; seed++) {
      const order = RandomStream.seeded(seed, 'order').permutation(4)
      expect([...order].sort()).toEqual([0, 1, 2, 3])
      firsts.set(order[0] ?? -1, (firsts.get(order[0] ?? -1) ?? 0) + 1)
    }
    for (const count of firsts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
