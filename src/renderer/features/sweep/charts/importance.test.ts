import { expect, it } from 'vitest'
import { FEWEST_FOR_IMPORTANCE, importanceOf } from './importance'
import type { Sample } from './importance'

const settings = [
  { name: 'a', isNumber: true },
  { name: 'b', isNumber: false },
]
const grid = (score: (a: number, b: number) => number): Sample[] =>
  [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2].map((b) => ({ values: { a, b: `option ${b}` }, score: score(a, b) })),
  )
const shares = (samples: readonly Sample[]) =>
  Object.fromEntries(
    (importanceOf(samples, settings) ?? []).map(({ name, share }) => [name, share]),
  )

it('a setting that alone decides explains all, and the other nothing', () => {
  expect(shares(grid((a) => a))).toEqual({ a: 1, b: 0 })
  expect(shares(grid((_, b) => -b))).toEqual({ a: 0, b: 1 })
})

it('the most important is first, and equal scores explain nothing', () => {
  const both = importanceOf(
    grid((a, b) => a + 10 * b),
    settings,
  )
  expect(both?.map(({ name, groups }) => [name, groups])).toEqual([
    ['b', 3],
    ['a', 4],
  ])
  expect(shares(grid(() => 5))).toEqual({ a: 0, b: 0 })
})

it('one diverged configuration counts as the last, however bad', () => {
  const bad = (worst: number) => grid((a, b) => (a === 3 && b === 2 ? worst : a * 3 + b))
  expect(shares(bad(100))).toEqual(shares(bad(1e30)))
})

it('numbers that all differ are grouped: a trend is found, and order alone is not', () => {
  const n = 40
  const drawn = (score: (i: number) => number): Sample[] =>
    Array.from({ length: n }, (_, i) => ({ values: { a: i / n, b: 'same' }, score: score(i) }))
  expect(shares(drawn((i) => -i))['a']).toBeGreaterThan(0.9)
  // Each quarter has the same scores.
  expect(shares(drawn((i) => i % 10))['a']).toBe(0)
  expect(shares(drawn((i) => -i))['b']).toBe(0)
})

it('too few configurations have no importance', () => {
  expect(importanceOf(grid((a) => a).slice(0, FEWEST_FOR_IMPORTANCE - 1), settings)).toBeUndefined()
})
