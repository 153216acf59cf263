import { expect, it } from 'vitest'
import { qualityOf } from '../../../../contract/evaluations/run-quality'
import { fakeRun } from '../../../testing/fake-data'
import { measuredAt } from '../../quality/testing'
import { bestOf, newestOf } from './group-runs'

const measured = (id: string, fid: number) =>
  fakeRun(id, { quality: qualityOf(measuredAt(500, { fid })) })
const ids = (runs: readonly { id: string }[]) => runs.map(({ id }) => id)

it('the newest runs of a group are at most eight, whatever their order', () => {
  const day = (i: number) => `2026-01-${String(i + 10)}T00:00:00.000Z`
  const runs = [3, 9, 1, 0, 2, 8, 4, 7, 5, 6].map((i) =>
    fakeRun(String(i), { createdAt: day(i), changedAt: day(9 - i) }),
  )
  expect(ids(newestOf(runs))).toEqual(['9', '8', '7', '6', '5', '4', '3', '2'])
})

it('the best runs of a group are those with the lowest FIDs of the same feature net', () => {
  const other = measured('other net', 1)
  const { quality } = other
  if (quality !== null) quality.net = { ...quality.net, id: 'another' }
  const runs = [measured('b', 5), other, fakeRun('not measured'), measured('a', -1)]
  expect(ids(bestOf(runs))).toEqual(['a', 'b'])
  expect(bestOf([fakeRun('not measured')])).toEqual([])
})
