import { expect, it } from 'vitest'
import { classDivergence } from '../../../contract/metrics/images/class-divergence'
import { fid } from '../../../contract/metrics/images/fid'
import { kid } from '../../../contract/metrics/images/kid'
import { formatMetric } from '../../i18n/format-metric'
import { valueText } from './value-text'

it('large values are shown in full, so that they can be compared', () => {
  expect(valueText(fid, 257_812.4)).toBe('257,812')
  expect(valueText(fid, 257_963)).toBe('257,963')
  expect(valueText(fid, -257_963)).toBe('-257,963')
  expect(valueText(fid, 13_844.59)).toBe('13,845')
})

it('other values are formatted as everywhere', () => {
  expect(valueText(fid, 12.345)).toMatch(/^12\.3/)
  expect(valueText(fid, 3e9)).toMatch(/^3[^\d]/)
})

it('values have the decimals and the unit of their metric', () => {
  expect(valueText(kid, 0.0125)).toBe('0.0125')
  expect(valueText(kid, 13_844.59)).toBe('13,845')
  expect(formatMetric(classDivergence, 0.5)).toBe('0.5000 nats')
})
