import { describe, expect, it } from 'vitest'
import type { SourceOptions } from '../../../../contract/datasets/source'
import { freeName, suggestedName, suggestedSize } from '../../../../contract/datasets/suggest'
import { offeredOptions } from './offered-options'

const sizes = (...all: [width: number, height: number, images: number][]) =>
  all.map(([width, height, images]) => ({ width, height, images }))

describe('the suggested size', () => {
  it.each([
    [28, sizes([28, 28, 60_000])],
    [32, sizes([32, 32, 50_000])],
    [64, sizes([100, 100, 5])],
    [64, sizes([127, 640, 5])],
    // No preset is made for more.
    [64, sizes([640, 480, 300])],
    // Smaller ones must be enlarged to any usual size.
    [28, sizes([8, 8, 100])],
    [28, []],
    // A few large images among many small ones do not count.
    [32, sizes([40, 40, 60], [2_000, 2_000, 40])],
    [64, sizes([2_000, 2_000, 60], [40, 40, 40])],
  ])('is %i pixels for images of %j', (size, found) => {
    expect(suggestedSize(found)).toBe(size)
  })

  it('does not depend on the order of the sizes', () => {
    const found = sizes([40, 40, 30], [200, 200, 40], [70, 90, 31])
    expect(new Set([found, found.toReversed()].map(suggestedSize))).toEqual(new Set([64]))
  })
})

it.each([
  ['/home/me/cats', 'cats'],
  ['/home/me/cats/', 'cats'],
  ['C:\\Users\\me\\Cats.zip', 'Cats'],
  ['/x/images.tar.npz', 'images.tar'],
  ['.zip', '.zip'],
  ['/', ''],
])('the suggested name for %s is %j', (path, name) => {
  expect(suggestedName(path)).toBe(name)
})

it('a name that is used gets the first free number, and stays short enough', () => {
  expect(freeName('cats', ['dogs'])).toBe('cats')
  expect(freeName('cats', ['cats', 'cats 2', 'cats 4'])).toBe('cats 3')
  const long = 'x'.repeat(200)
  expect(freeName(long, [])).toHaveLength(120)
  expect(freeName(long, [long.slice(0, 120)])).toBe(`${'x'.repeat(118)} 2`)
})

describe('the options that are offered', () => {
  const offered = (
    kind: 'npz' | 'idx' | 'grid' | 'folder' | 'cifar',
    options: SourceOptions = {},
    given: SourceOptions = {},
  ) => offeredOptions({ kind, options }, undefined, given)
  it('are those of the source', () => {
    expect(offered('folder')).toEqual([])
    expect(offered('npz')).toEqual(['layout'])
    expect(offered('npz', { range: [-1, 1], layout: 'NHWC' })).toEqual(['layout', 'range'])
    expect(offered('idx')).toEqual(['transpose'])
    expect(offered('grid')).toEqual(['cell'])
    expect(offered('cifar', { labels: 'fine' })).toEqual(['labels'])
  })
  it('are no choice of one', () => {
    expect(offered('npz', { set: 'x_train', layout: 'NHW' })).toEqual([])
    expect(offered('idx', { set: 'train' }, { set: 'train' })).toEqual(['transpose', 'set'])
  })
  it('are those that the problem calls for or the user gave, if the source cannot be read', () => {
    const unread = (problem?: string, given = {}) => offeredOptions(undefined, problem, given)
    expect(unread('arrayRangeUnclear')).toEqual(['range'])
    expect(unread('gridWithoutCell')).toEqual(['cell'])
    expect(unread('severalSets')).toEqual(['set'])
    expect(unread('arrayOtherLayout', { range: [0, 1] })).toEqual(['layout', 'range'])
    for (const problem of ['sourceMissing', 'sourceUnknown', 'toString', undefined])
      expect(unread(problem)).toEqual([])
  })
})
