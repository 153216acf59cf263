import { expect, it } from 'vitest'
import { notice } from '../../contract/notices'
import { fakeListing } from '../testing/fake-datasets'
import { datasetFacts, datasetOrigin, datasetProblem } from './dataset-words'
import { catalogues } from './i18n.svelte'
import { Formats } from './format'

const english = { t: catalogues.en, format: new Formats('en') }
const chinese = { t: catalogues['zh-CN'], format: new Formats('zh-CN') }

it('the facts of a data set name only what it has', () => {
  const plain = fakeListing('x', { images: 1 })
  expect(datasetFacts(plain, english)).toEqual(['1 image', '64 × 64', 'colour'])
  const rich = fakeListing('x', {
    ...{ images: 60_000, channels: 1, labels: true, classes: 10, holdOut: 10_000 },
  })
  expect(datasetFacts(rich, english)).toEqual([
    ...['60,000 images', '64 × 64', 'grey', '10 classes', '10,000 held out'],
  ])
  expect(datasetFacts({ ...rich, classes: null }, english)).toContain('labelled')
  expect(datasetFacts(rich, chinese)).toContain('10 个类别')
})

it('the origin of a data set is what it was imported from, if it was', () => {
  const origin = (changes: Parameters<typeof fakeListing>[1], language = english) =>
    datasetOrigin(fakeListing('x', changes), language.t)
  expect(origin({ kind: 'bundled' })).toBe('Built in')
  expect(origin({ kind: 'idx' })).toBe('IDX files')
  expect(origin({ source: { kind: 'zip' } })).toBe('From a zip file')
  expect(origin({ source: { kind: 'zip' } }, chinese)).toBe('来自 zip 文件')
  expect(origin({ source: { kind: 'idx', known: 'kmnist' } })).toBe('Known data set')
  // Its document could not be read.
  expect(origin({ problem: 'broken' })).toBe('')
})

it('a problem is in the user’s language if it can be', () => {
  expect(datasetProblem(fakeListing('x'), english)).toBeUndefined()
  expect(datasetProblem(fakeListing('x', { problem: 'broken' }), chinese)).toBe('broken')
  const why = { ...notice('fileEmpty', {}, 'images'), code: 'data' as const }
  const listing = fakeListing('x', { problem: why.message, why })
  expect(datasetProblem(listing, english)).toBe('The file is empty · In images')
  expect(datasetProblem(listing, chinese)).toMatch(/文件.*images/)
})
