import { describe, expect, it } from 'vitest'
import { evaluationOf, resultOf } from '../testing'
import { classSharesOf } from './class-shares'

const withHistogram = (step: number | null, histogram: number[], dataHistogram: number[]) =>
  evaluationOf({
    step,
    results: [{ ...resultOf('classDivergence', 1), details: { histogram, dataHistogram } }],
  })

describe('the shares of the classes', () => {
  it('are those of the newest evaluation that has them', () => {
    const shares = classSharesOf(
      [withHistogram(1, [1, 1], [1, 1]), withHistogram(2, [3, 1, 0], [2, 2, 4]), evaluationOf()],
      ['cat', 'dog'],
    )
    expect(shares).toEqual({
      step: 2,
      shares: [
        { name: 'cat', generated: 0.75, data: 0.25 },
        { name: 'dog', generated: 0.25, data: 0.25 },
        { name: '2', generated: 0, data: 0.5 },
      ],
      most: 0.75,
      missing: 1,
      doubtful: false,
    })
  })

  it('are doubtful if the FID of the same measurement is far from that of real images', () => {
    const { protocol } = evaluationOf()
    const net = { ...protocol.net, id: 'lenet-mnist' }
    const results = (fid: number) => [
      resultOf('fid', fid),
      { ...resultOf('classDivergence', 2), details: { histogram: [9, 0], dataHistogram: [5, 4] } },
    ]
    const measured = (fid: number, id: string, floor = 2) =>
      evaluationOf({
        ...{ step: 1, results: results(fid), protocol: { ...protocol, net: { ...net, id } } },
        floor: {
          ...{ split: 'training', count: protocol.generatedCount },
          results: [resultOf('fid', floor)],
        },
      })
    const doubt = (fid: number, id: string) => classSharesOf([measured(fid, id)], null)?.doubtful
    expect(doubt(1570, 'lenet-mnist')).toBe(true)
    expect(doubt(150, 'lenet-mnist')).toBe(false)
    expect(doubt(1570, 'folder')).toBe(false)
  })

  it('are absent without histograms, or if these do not match', () => {
    expect(classSharesOf([evaluationOf()], null)).toBeUndefined()
    expect(classSharesOf([withHistogram(1, [1, 2], [1])], null)).toBeUndefined()
    expect(classSharesOf([withHistogram(null, [1], [1])], null)).toBeUndefined()
  })

  it('are 0 if no image has a class', () => {
    const shares = classSharesOf([withHistogram(1, [0, 0], [0, 0])], null)
    expect(shares).toMatchObject({ most: 0, missing: 0, shares: [{ generated: 0 }, { data: 0 }] })
  })
})
