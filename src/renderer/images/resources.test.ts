import { expect, it } from 'vitest'
import { resourceUrl, sampleUrl } from './resources'

it('returns the URL of a sample grid', () => {
  expect(sampleUrl('20260102-030405-abcdef', 400)).toBe(
    '/resources/runs/20260102-030405-abcdef/samples/00000400.png',
  )
})

it('escapes every part of a name', () => {
  expect(resourceUrl('runs', '../../etc', 'a?b#c')).toBe('/resources/runs/..%2F..%2Fetc/a%3Fb%23c')
})
