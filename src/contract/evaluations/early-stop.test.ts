import { describe, expect, it } from 'vitest'
import type { MeasuredFid } from './best-checkpoint'
import { earlyStopOf } from './early-stop'

const measuredAt = '2026-11-30T10:00:00.000Z'
/** Values at steps 100, 200, ...; undefined for a measurement without an FID. */
const values = (...fids: (number | undefined)[]): MeasuredFid[] =>
  fids.flatMap((fid, i) =>
    fid === undefined
      ? []
      : [{ step: 100 * (i + 1), fid, images: 2000, protocol: 'a', own: true, measuredAt }],
  )

describe('stopping early', () => {
  it('happens once as many measurements as the patience have brought no improvement', () => {
    expect(earlyStopOf(values(9, 5, 6), 2)).toBeUndefined()
    expect(earlyStopOf(values(9, 5, 6, 7), 2)).toEqual({ bestStep: 200, fid: 5, passes: 2 })
    expect(earlyStopOf(values(9, 5, 6, 4), 2)).toBeUndefined()
    expect(earlyStopOf(values(9, 5, 6, 7, 8), 2)?.passes).toBe(3)
  })

  it('never happens with a patience of 0, or while nothing is measured', () => {
    expect(earlyStopOf(values(1, 2, 3, 4), 0)).toBeUndefined()
    expect(earlyStopOf([], 1)).toBeUndefined()
    expect(earlyStopOf(values(1), 1)).toBeUndefined()
  })

  it('does not count an equal value as an improvement', () => {
    expect(earlyStopOf(values(5, 5, 5), 2)).toMatchObject({ bestStep: 100, passes: 2 })
  })

  it('does not count measurements without an FID', () => {
    expect(earlyStopOf(values(5, undefined, 6, undefined), 2)).toBeUndefined()
    expect(earlyStopOf(values(5, undefined, 6, undefined, 7), 2)?.passes).toBe(2)
  })

  it('counts only what was measured while training', () => {
    const [first, ...later] = values(5, 6, 7, 8)
    const byHand = later.map((fid) => ({ ...fid, own: false }))
    expect(earlyStopOf([...values(5), ...byHand], 1)).toBeUndefined()
    const better = { ...(first as MeasuredFid), step: 50, fid: 1, own: false }
    expect(earlyStopOf([better, ...values(5, 6)], 1)).toMatchObject({ bestStep: 100, fid: 5 })
  })

  it('counts only values of the protocol measured last', () => {
    const other = values(1, 2, 3).map((fid) => ({ ...fid, protocol: 'b' }))
    const now = values(undefined, undefined, undefined, 50, 60)
    expect(earlyStopOf([...other, ...now], 2)).toBeUndefined()
    const later = values(...Array<undefined>(5), 70)
    expect(earlyStopOf([...other, ...now, ...later], 2)).toMatchObject({ bestStep: 400 })
  })

  it('counts from 0 after a run was resumed, but still compares with its best', () => {
    const before = values(5, 6, 7)
    expect(earlyStopOf(before, 2, 300)).toBeUndefined()
    expect(earlyStopOf(values(5, 6, 7, 8), 2, 350)).toBeUndefined()
    expect(earlyStopOf(values(5, 6, 7, 8, 9), 2, 350)).toEqual({ bestStep: 100, fid: 5, passes: 2 })
    expect(earlyStopOf(values(5, 6, 7, 8, 4), 2, 350)).toBeUndefined()
  })

  it('depends on the values alone, not on the order in which they arrive', () => {
    const fids = values(9, 5, 6, 7)
    expect(earlyStopOf(fids.toReversed(), 2)).toEqual(earlyStopOf(fids, 2))
  })
})
