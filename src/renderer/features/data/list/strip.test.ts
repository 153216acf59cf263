import { expect, it } from 'vitest'
import { fakeListing } from '../../../testing/fake-datasets'
import { stripUrl } from './strip'

it.each([
  [{ images: 60_000, width: 28 }, '0-16'],
  [{ images: 3, width: 28 }, '0-3'],
  [{ images: 900, width: 512 }, '0-4'],
  [{ images: 900, width: 1_024 }, '0-2'],
  [{ images: 900, width: 4_096 }, '0-1'],
])('the strip of %j is a small picture', (changes, range) => {
  expect(stripUrl(fakeListing('x', changes))).toBe(`/resources/datasets/x/train/${range}.png`)
})

it('there is no strip of a data set that cannot be read', () => {
  expect(stripUrl(fakeListing('x', { images: 0 }))).toBeUndefined()
  expect(stripUrl(fakeListing('x', { problem: 'broken' }))).toBeUndefined()
})
