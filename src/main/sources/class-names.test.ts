import { expect, test } from 'vitest'
import type { SourceDescription } from '../../contract/datasets/source'
import { failureOf } from '../../contract/testing/failure-of'
import { withClassNames } from './class-names'

const description = (classes: SourceDescription['classes']): SourceDescription => ({
  ...{ kind: 'idx', path: '/images', options: {}, images: 5, testImages: 0, classes },
  ...{ labelsFrom: classes === null ? null : 'data', sizes: [], sampled: 0 },
  ...{ colour: false, transparent: false, notes: [] },
})
const numbered = description([
  { name: '1', images: 2 },
  { name: '2', images: 3 },
])

test('classes get their names in the order of the source, with their counts', () => {
  const { classes, ...others } = withClassNames(numbered, ['Trouser', 'Coat'])
  expect(classes).toEqual([
    { name: 'Trouser', images: 2 },
    { name: 'Coat', images: 3 },
  ])
  expect({ ...others, classes: numbered.classes }).toEqual(numbered)
})

test('without names a source keeps its own', () => {
  expect(withClassNames(numbered, undefined)).toBe(numbered)
})

test.each([
  ['too few names', numbered, ['one'], 'classNamesOfOtherCount'],
  ['too many names', numbered, ['one', 'two', 'three'], 'classNamesOfOtherCount'],
  ['equal names', numbered, ['one', 'one'], 'classNameTwice'],
  ['names for images without labels', description(null), ['one'], 'classNamesWithoutLabels'],
])('%s are refused by name', async (_, source, names, code) => {
  const failure = await failureOf(() => withClassNames(source, names))
  expect([failure.code, failure.problem?.code, failure.where]).toEqual(['usage', code, '/images'])
})
