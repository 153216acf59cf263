import { expect, it } from 'vitest'
import { classBars } from './class-bars'

it('the bars of classes are shares of the largest one, also of empty classes', () => {
  const train = [
    { name: 'cat', images: 50 },
    { name: 'dog', images: 200 },
    { name: 'owl', images: 0 },
  ]
  const bars = classBars({ train, holdOut: [{ name: 'cat', images: 5 }] })
  expect(bars.map(({ share }) => share)).toEqual([0.25, 1, 0])
  expect(bars.map(({ heldOut }) => heldOut)).toEqual([5, null, null])
  expect(classBars({ train: train.slice(2), holdOut: null })[0]?.share).toBe(0)
})

it('a thousand classes are no problem', () => {
  const train = Array.from({ length: 200_000 }, (_, i) => ({ name: `${i}`, images: i }))
  expect(classBars({ train, holdOut: null }).at(-1)?.share).toBe(1)
})
