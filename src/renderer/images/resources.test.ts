import { expect, it } from 'vitest'
import { resourceUrl, sampleUrl, sheetUrl } from './resources'

it('returns the URL of a sample grid', () => {
  expect(sampleUrl('20260102-030405-abcdef', 400)).toBe(
    '/resources/runs/20260102-030405-abcdef/samples/00000400.png',
  )
})

it('escapes every part of a name', () => {
  expect(resourceUrl('runs', '../../etc', 'a?b#c')).toBe('/resources/runs/..%2F..%2Fetc/a%3Fb%23c')
})

it('returns the URL of a sheet of a data set, of one class if asked for', () => {
  const sheet = { dataset: 'my cats', part: 'holdOut', from: 400, count: 20 } as const
  expect(sheetUrl(sheet)).toBe('/resources/datasets/my%20cats/holdOut/400-20.png')
  expect(sheetUrl({ ...sheet, class: 3 })).toBe(
    '/resources/datasets/my%20cats/holdOut/class-3/400-20.png',
  )
  expect(sheetUrl({ dataset: 'a/b', part: 'train', spread: 16 })).toBe(
    '/resources/datasets/a%2Fb/train/spread-16.png',
  )
})
