import { expect, it } from 'vitest'
import { fakeImport } from '../../../testing/fake-datasets'
import { countsBytes, importProgress, importSecondsLeft } from './import-figures'

const { progress } = fakeImport('x')

it('the progress of an import is known once its images are listed', () => {
  expect(importProgress(progress)).toBe(0.1)
  expect(importProgress({ ...progress, stage: 'listing', total: null })).toBeNull()
  expect(importProgress({ ...progress, stage: 'listing', total: 100 })).toBeNull()
  expect(importProgress({ ...progress, done: 0, total: 0 })).toBe(1)
  expect(importProgress({ ...progress, done: 120 })).toBe(1)
})

it('the time left follows from the rate', () => {
  expect(importSecondsLeft(progress)).toBe(0.045)
  for (const perSecond of [null, 0]) {
    expect(importSecondsLeft({ ...progress, perSecond })).toBeNull()
  }
  expect(importSecondsLeft({ ...progress, stage: 'finishing' })).toBeNull()
  expect(importSecondsLeft({ ...progress, done: 200 })).toBe(0)
})

it('downloads and copies are counted in bytes, and their time left is known too', () => {
  for (const stage of ['downloading', 'copying'] as const) {
    expect(countsBytes({ stage })).toBe(true)
    expect(importSecondsLeft({ ...progress, stage })).toBe(0.045)
  }
  for (const stage of ['listing', 'reading', 'finishing'] as const)
    expect(countsBytes({ stage })).toBe(false)
})
