import { expect, it } from 'vitest'
import { fakeListing } from '../../../testing/fake-datasets'
import { stripUrl } from './strip'

it.each([
  [{ images: 60_000, width: 28 }, 16],
  [{ images: 3, width: 28 }, 3],
  [{ images: 900, width: 512 }, 4],
  [{ images: 900, width: 1_024 }, 2],
  [{ images: 900, width: 4_096 }, 1],
])('the strip of %j is a small picture', (changes, spread) => {
  expect(stripUrl(fakeListing('x', changes))).toBe(
    `/resources/datasets/x/train/spread-${spread}.png`,
  )
})

it('there is no strip of a data set that cannot be read', () => {
  expect(stripUrl(fakeListing('x', { images: 0 }))).toBeUndefined()
  expect(stripUrl(fakeListing('x', { problem: 'broken' }))).toBeUndefined()
})
