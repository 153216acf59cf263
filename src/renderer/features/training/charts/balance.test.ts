import { describe, expect, it } from 'vitest'
import { assess } from './balance'

describe('assess', () => {
  it('recognises equilibrium and the extremes', () => {
    expect(assess(1000, 0)).toBe('balanced')
    expect(assess(1000, 0.4)).toBe('discriminatorAhead')
    expect(assess(1000, 1)).toBe('discriminatorFarAhead')
    expect(assess(1000, -0.7)).toBe('generatorAhead')
    expect(assess(1000, undefined)).toBe('unscaled')
  })

  it('gives no assessment in the first steps', () => {
    expect(assess(50, 0)).toBe('early')
    expect(assess(299, 1)).toBe('early')
    expect(assess(299, undefined)).toBe('early')
  })

  it('is monotonic in the discriminator’s lead', () => {
    const order = ['generatorAhead', 'balanced', 'discriminatorAhead', 'discriminatorFarAhead']
    let before = 0
    for (let lead = -1; lead <= 1; lead += 0.01) {
      const now = order.indexOf(assess(1000, lead))
      expect(now).toBeGreaterThanOrEqual(before)
      before = now
    }
  })
})
