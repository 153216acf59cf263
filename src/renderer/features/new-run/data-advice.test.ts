import { describe, expect, it } from 'vitest'
import { fakeListing } from '../../testing/fake-datasets'
import { conditionalPresetFor, firstPresetFor, hasVeryFew } from './data-advice'

const of = (side: number, channels: number, changes: object = {}) =>
  fakeListing('x', { width: side, height: side, channels, classes: 9, images: 5_000, ...changes })
const none = { conditioning: 'none' } as const

it('a data set with classes has a preset that learns them, at its size', () => {
  expect(conditionalPresetFor(of(64, 3), none)).toMatchObject({
    preset: 'sn-dcgan-conditional',
    values: { imageSize: 64, channels: 3, classes: 9 },
  })
  expect(conditionalPresetFor(of(30, 1), none)?.preset).toBe('conditional-mlp')
  expect(conditionalPresetFor(of(30, 3), none)).toBeUndefined()
  expect(conditionalPresetFor(of(28, 1, { images: 20 }), none)?.values.batchSize).toBe(20)
})

it('there is nothing to say if the settings use the classes, or there are none', () => {
  expect(conditionalPresetFor(of(64, 3), { conditioning: 'projection' })).toBeUndefined()
  for (const classes of [null, 1]) {
    expect(conditionalPresetFor(of(64, 3, { classes }), none)).toBeUndefined()
  }
  expect(conditionalPresetFor(of(28, 1, { kind: 'bundled' }), none)).toBeUndefined()
})

it('very few images are fewer than 200', () => {
  expect([0, 1, 199, 200].map((images) => hasVeryFew(of(64, 3, { images })))).toEqual([
    ...[false, true, true, false],
  ])
})

describe('the preset for a first run', () => {
  const like = (changes: object = {}) => of(28, 1, { kind: 'bundled', labels: true, ...changes })

  it('has the best quality, with the classes of the data set', () => {
    const best = { preset: 'mnist-quality', values: { classes: 9 } }
    expect(firstPresetFor(like())).toEqual(best)
    expect(firstPresetFor(like({ kind: 'prepared' }))).toEqual(best)
    expect(firstPresetFor(like({ classes: null }))?.values).toEqual({ classes: 10 })
    const source = { kind: 'idx', known: 'fashion-mnist' }
    expect(firstPresetFor(like({ source }))?.preset).toBe('fashion-quality')
  })

  it.each([
    { labels: false },
    { kind: 'idx', classes: null },
    { width: 32 },
    { channels: 3 },
    { images: 100 },
    { classes: 1 },
  ])('is not one of them for other data: %j', (changes) => {
    expect(firstPresetFor(like(changes))).toBeUndefined()
  })
})
