import { expect, it } from 'vitest'
import { fid } from '../../../../contract/metrics/images/fid'
import { cellText } from './cell-text'

it('large values are shown in full, so that rows can be compared', () => {
  expect(cellText(fid, 257_812.4)).toBe('257,812')
  expect(cellText(fid, 257_963)).toBe('257,963')
  expect(cellText(fid, -257_963)).toBe('-257,963')
})

it('other values are formatted as everywhere', () => {
  expect(cellText(fid, 12.345)).toMatch(/^12\.3/)
  expect(cellText(fid, 3e9)).toMatch(/^3[^\d]/)
})
