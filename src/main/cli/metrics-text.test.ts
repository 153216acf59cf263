import { describe, expect, it } from 'vitest'
import { figure, metricsText } from './metrics-text'

describe('figures on a terminal', () => {
  it.each([
    [1.3862943, 3, '1.386'],
    [0, 3, '0.000'],
    [654_982_137_706_534_900_000, 3, '6.55E20'],
    [0.0000123, 3, '1.23E-5'],
    [0.04, 1, '4E-2'],
    [12_345.67, 1, '12.3K'],
  ])('%s with %s decimals is %s', (value, decimals, expected) => {
    expect(figure(value, decimals)).toBe(expected)
  })

  it('stay short however large a loss becomes', () => {
    const metrics = { step: 1, epoch: 1, lossD: 6.5e300, lossG: -1e-300, dReal: 1, dFake: 4e-21 }
    expect(metricsText(metrics)).toBe('D loss 6.5E300 G loss -1E-300 | D(x) 1.000 D(G(z)) 0.000')
  })
})
