import { describe, expect, it } from 'vitest'
import { madeUpEvaluation } from '../testing/made-up-evaluation'
import { bestCheckpoint, bestSteps, bestToShow, comparable, measuredFid } from './best-checkpoint'
import type { MeasuredFid } from './best-checkpoint'

const at = (step: number, fid: number, changes: Partial<MeasuredFid> = {}): MeasuredFid => ({
  ...{ step, fid, images: 2000, protocol: 'a', own: true, measuredAt: '2026-11-30T10:00:00.000Z' },
  ...changes,
})
const stepsOf = (fids: readonly MeasuredFid[]) => fids.map(({ step }) => step)

/** All orders of some items. */
function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, i) => ordersOf(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

describe('a measured FID', () => {
  const { protocol } = madeUpEvaluation()

  it('is null without an FID or a checkpoint', () => {
    expect(measuredFid(madeUpEvaluation({ results: [] }))).toBeNull()
    expect(measuredFid(madeUpEvaluation({ step: null }))).toBeNull()
  })

  it('can be compared only with those measured in the same way, with the same number of images', () => {
    const same = measuredFid(madeUpEvaluation())?.protocol
    const heldOut = (digit: string) => ({ ...protocol.dataset, heldOut: digit.repeat(64) })
    const later = { step: 900, measuredAt: '2027-01-01T00:00:00.000Z', seconds: 9 }
    expect(measuredFid(madeUpEvaluation(later))?.protocol).toBe(same)
    const others = [
      madeUpEvaluation({ weights: 'raw' }),
      madeUpEvaluation({ protocol: { ...protocol, generatedCount: 81 } }),
      madeUpEvaluation({ protocol: { ...protocol, realCount: 99 } }),
      madeUpEvaluation({ protocol: { ...protocol, seed: 2 } }),
      // Other held-out images beside the same training images.
      madeUpEvaluation({ protocol: { ...protocol, dataset: heldOut('e') } }),
      madeUpEvaluation({ protocol: { ...protocol, dataset: heldOut('f') } }),
      madeUpEvaluation({ protocol: { ...protocol, engine: { name: 'cpu', version: '4.22.0' } } }),
    ]
    const keys = new Set([same, ...others.map((other) => measuredFid(other)?.protocol)])
    expect(keys.size).toBe(others.length + 1)
  })
})

describe('the best checkpoint', () => {
  const fids = [at(100, 30), at(200, 10), at(300, 20), at(400, 10), at(500, 40)]

  it('has the lowest FID of those on disk, the earlier in a tie, in any order', () => {
    for (const order of ordersOf(fids)) {
      expect(bestCheckpoint(order, [100, 200, 300, 400, 500])).toMatchObject({ step: 200, fid: 10 })
      expect(bestCheckpoint(order, [100, 300, 400])).toMatchObject({ step: 400 })
      expect([...bestSteps(order, 3, [100, 300, 400, 500])]).toEqual([400, 300, 100])
    }
    expect(bestCheckpoint(fids, [])).toBeNull()
    expect(bestCheckpoint([], [100])).toBeNull()
    expect([...bestSteps(fids, 0, [100, 200])]).toEqual([])
  })

  it('is marked only if there is another that is not as good', () => {
    const collapsed = [at(100, 940), at(200, 940), at(300, 940)]
    expect(bestToShow(collapsed, [100, 200, 300])).toBeNull()
    expect(bestToShow([...collapsed, at(400, 939)], [100, 400])?.step).toBe(400)
    expect(bestToShow([at(100, 940)], [100])).toBeNull()
    expect(bestToShow([], [100])).toBeNull()
  })

  it('is not chosen across protocols: the newest one used while training decides', () => {
    const mixed = [at(100, 5), at(200, 9, { protocol: 'b' }), at(300, 8, { protocol: 'b' })]
    // A measurement by hand, of more images, has a different protocol.
    const all = [...mixed, at(400, 1, { protocol: 'by hand', own: false })]
    for (const order of ordersOf(all)) {
      expect(stepsOf(comparable(order))).toEqual([200, 300])
      expect(bestCheckpoint(order, [100, 200, 300, 400])?.step).toBe(300)
    }
  })

  it('by an earlier protocol stays on disk, unless it was only measured by hand', () => {
    const all = [
      ...[at(100, 5), at(200, 9), at(300, 80, { protocol: 'b' })],
      at(400, 1, { protocol: 'by hand', own: false }),
    ]
    expect(bestSteps(all, 1, [100, 200, 300, 400])).toEqual(new Set([100, 300]))
  })

  it('is one measured while training, even if one measured on request in the same way is better', () => {
    const all = [at(100, 5), at(150, 4, { own: false })]
    for (const order of ordersOf(all)) {
      expect(stepsOf(comparable(order))).toEqual([100])
      expect(bestCheckpoint(order, [100, 150])?.step).toBe(100)
      expect(bestSteps(order, 1, [100, 150])).toEqual(new Set([100]))
    }
    expect(bestCheckpoint([at(150, 4, { own: false })], [150])).toBeNull()
  })
})
