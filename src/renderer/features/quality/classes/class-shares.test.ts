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
    })
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
