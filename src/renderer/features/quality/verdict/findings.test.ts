import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { evaluationOf, measuredAt, resultOf } from '../testing'
import { findingWords } from './finding-words'
import { summaryOf } from './findings'

const { protocol } = evaluationOf()
const lenet = { ...protocol.net, id: 'lenet-mnist' }

/** A measurement with 2,000 images by a bundled net, whose floor is 1. */
function measured(
  step: number,
  values: Record<string, number>,
  changes: Partial<Evaluation> & { count?: number } = {},
): Evaluation {
  const { count = 2000 } = changes
  const one = measuredAt(step, values, { ...changes, count })
  const floor = [resultOf('fid', 1), resultOf('pairwiseDistance', 10)]
  return {
    ...one,
    protocol: { ...one.protocol, net: lenet, realCount: 2000 },
    floor: { split: 'heldOut', count, results: floor },
  }
}

const kinds = (evaluation: Evaluation) => summaryOf([evaluation])?.findings.map(({ kind }) => kind)

describe('the summary of measurements', () => {
  it('is of the newest step, and there of the most images', () => {
    const all = [
      measured(10, { fid: 900 }),
      measured(20, { fid: 2 }),
      measured(20, { fid: 50 }, { count: 500 }),
    ]
    expect(summaryOf(all)).toMatchObject({ step: 20, rating: 'close', findings: [] })
    expect(summaryOf([...all, measured(30, { recall: 0.5 })])?.step).toBe(20)
    expect(summaryOf([])).toBeUndefined()
  })

  it('does not rate the FID of other feature nets', () => {
    expect(summaryOf([measuredAt(10, { fid: 900 })])).toMatchObject({ rating: 'noScale' })
    const withoutFloor = { ...measured(10, { fid: 2 }), floor: null }
    expect(summaryOf([withoutFloor])).toMatchObject({ rating: 'noFloor' })
    expect(summaryOf([measured(10, { fid: 900 })])).toMatchObject({ rating: 'far' })
  })

  it('says that nothing was held out, and finds images alike without a floor', () => {
    const pairs = { ...resultOf('pairwiseDistance', 0.039), details: { realDistance: 9 } }
    const one = measuredAt(10, { fid: 828.8 })
    const evaluation = {
      ...one,
      ...{ floor: null, results: [...one.results, pairs] },
      protocol: { ...one.protocol, split: 'training' as const },
    }
    expect(summaryOf([evaluation])).toMatchObject({
      ...{ rating: 'noScale', nothingHeldOut: true },
      findings: [{ kind: 'nearlyAlike', share: 0.039 / 9 }],
    })
    expect(summaryOf([measured(10, { fid: 5 })])?.nothingHeldOut).toBe(false)
  })

  it('says that classes are missing', () => {
    const details = { histogram: [5, 0, 0, 9], dataHistogram: [4, 4, 0, 4] }
    const result = { ...resultOf('classDivergence', 2), details }
    const one = measured(10, { fid: 5 })
    expect(summaryOf([{ ...one, results: [...one.results, result] }])?.findings).toEqual([
      { kind: 'classesMissing', missing: 1, of: 3 },
    ])
  })

  it('says nothing about the classes of images that are far from real ones', () => {
    const details = { histogram: [14, 0, 0, 0], dataHistogram: [4, 4, 0, 4] }
    const result = { ...resultOf('classDivergence', 2), details }
    const noise = measured(10, { fid: 5000 })
    const summary = summaryOf([{ ...noise, results: [...noise.results, result] }])
    expect(summary).toMatchObject({ rating: 'far', findings: [] })
  })

  it('says that few images look real, cover the data or differ, if there are enough images', () => {
    const bad = { fid: 50, precision: 0.05, recall: 0, pairwiseDistance: 3.9 }
    expect(kinds(measured(10, bad))).toEqual(['fewLookReal', 'littleCovered', 'nearlyAlike'])
    expect(kinds(measured(10, bad, { count: 100 }))).toEqual(['nearlyAlike'])
    const good = { fid: 50, precision: 0.1, recall: 0.1, pairwiseDistance: 4 }
    expect(kinds(measured(10, good))).toEqual([])
  })

  it('never says that 0% is something', () => {
    const words = [
      findingWords({ kind: 'littleCovered', recall: 0.002 }),
      findingWords({ kind: 'nearlyAlike', share: 0.004 }),
    ]
    for (const text of words) expect(text).toMatch(/less than 1%/i)
    expect(findingWords({ kind: 'fewLookReal', precision: 0.05 })).toMatch(/^Only 5% of/)
  })
})
