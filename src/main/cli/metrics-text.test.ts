import { describe, expect, it } from 'vitest'
import { metricsText, rateText } from './metrics-text'

describe('figures on a terminal', () => {
  it.each([
    [0, '0.0'],
    [0.04, '0.04'],
    [0.99, '0.99'],
    [25.04, '25.0'],
    [12_345.67, '12.3K'],
  ])('%s steps per second are %s', (rate, expected) => {
    expect(rateText(rate)).toBe(expected)
  })

  it.each([
    [1.3862943, '1.386'],
    [0, '0.000'],
    [4.86e-33, '0.000'],
    [-4.86e-33, '0.000'],
    [0.0004, '0.000'],
    [654_982_137_706_534_900_000, '6.55E20'],
  ])('a loss of %s is %s', (lossD, expected) => {
    expect(metricsText({ step: 1, epoch: 1, lossD })).toContain(`D loss ${expected} `)
  })

  it('stay short however large a loss becomes', () => {
    const metrics = { step: 1, epoch: 1, lossD: 6.5e300, lossG: -1e300, dReal: 1, dFake: 4e-21 }
    expect(metricsText(metrics)).toBe('D loss 6.5E300 G loss -1E300 | D(x) 1.000 D(G(z)) 0.000')
  })
})
