import { expect, it } from 'vitest'
import type { MeasuredFid } from '../../contract/evaluations/best-checkpoint'
import { bestToShow } from './runs-table'

const fids = (...values: number[]): MeasuredFid[] =>
  values.map((fid, i) => ({
    ...{ step: 100 * (i + 1), fid, images: 2000, protocol: 'p', own: true },
    measuredAt: '2026-11-30T10:00:00.000Z',
  }))

it('no checkpoint is the best if all are equally good', () => {
  expect(bestToShow(fids(940, 940, 940), [100, 200, 300])).toBeNull()
  expect(bestToShow(fids(940, 940, 939), [100, 200, 300])?.step).toBe(300)
  expect(bestToShow(fids(940), [100])?.step).toBe(100)
  expect(bestToShow([], [100])).toBeNull()
})
