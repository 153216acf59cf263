import { expect, it } from 'vitest'
import { noAnnotations } from '../annotations'
import { presets } from '../hyperparameters'
import type { FilteredRun } from './filter'
import { matcher } from './match'
import { parseFilter } from './parse'

const run = (changes: Partial<FilteredRun> = {}): FilteredRun => ({
  ...{ id: '20261130-100000-abcdef', name: 'Night digits', state: 'finished', step: 500 },
  config: { hyperparameters: presets.reference, dataset: 'mnist' },
  annotations: { ...noAnnotations, tags: ['night', 'Best'], group: 'Sweep 1' },
  latest: { step: 500, epoch: 1, lossD: 0.5 },
  quality: { values: { fid: 4.5, precision: 0.7 } },
  ...changes,
})
const titleOf = (dataset: string) => (dataset === 'mnist' ? 'Handwritten digits' : dataset)

const meets = (text: string, changes: Partial<FilteredRun> = {}): boolean => {
  const { faults, ...filter } = parseFilter(text)
  expect(faults).toEqual([])
  return matcher(filter, titleOf)(run(changes))
}

it.each([
  '',
  'FID <= 5',
  'FID < 4.6, FID > 4.4, FID != 5',
  'precision > 0.5, precision = float32',
  'tag: NIGHT, tag = best, tag != day',
  'group: sweep 1, group != none',
  'name: DIGITS, name = night digits, name != digits',
  'dataset: handwritten, dataset = mnist',
  'note = none, is: measured, is != starred, is != live',
  'D loss = 0.5, G loss = none',
  'state = finished, step >= 500',
  'loss = non-saturating, learning rate = 0.0002',
  'night handwritten abcdef',
])('a run meets %j', (text) => {
  expect(meets(text)).toBe(true)
})

it.each([
  'FID < 4.5',
  'FID <= 5, tag: day',
  'tag: nigh',
  'group: sweep',
  'tag != night',
  'name != night digits',
  'FID = none',
  'G loss < 5',
  'G loss != 5',
  'is: starred',
  'night faces',
])('a run does not meet %j', (text) => {
  expect(meets(text)).toBe(false)
})

it('a run that was not measured meets only the condition that a metric has no value', () => {
  const unmeasured = { quality: null, latest: null }
  for (const text of ['FID < 5', 'FID >= 5', 'FID != 5', 'D loss < 5', 'is: measured']) {
    expect(meets(text, unmeasured), text).toBe(false)
  }
  expect(meets('FID = none, D loss = none', unmeasured)).toBe(true)
})

it('a setting without effect has no value', () => {
  const sgd = { hyperparameters: { ...presets.reference, optimiser: 'sgd' as const } }
  const config = { ...sgd, dataset: 'mnist' }
  expect(meets('beta 1 >= 0')).toBe(true)
  expect(meets('beta 1 >= 0', { config })).toBe(false)
  expect(meets('beta 1 != 9', { config })).toBe(false)
})

it('a condition that only another version knows is met by no run', () => {
  const filter = { conditions: [{ field: 'new', operator: '=' as const, value: 1 }], words: [] }
  expect(matcher(filter, titleOf)(run())).toBe(false)
})
