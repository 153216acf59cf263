import { describe, expect, it } from 'vitest'
import { assess } from './balance'

describe('assess', () => {
  it('recognises equilibrium and the extremes', () => {
    expect(assess(1000, 0.5, 0.5)).toBe('balanced')
    expect(assess(1000, 0.65, 0.25)).toBe('discriminatorAhead')
    expect(assess(1000, 1, 0)).toBe('discriminatorFarAhead')
    expect(assess(1000, 0.2, 0.9)).toBe('generatorAhead')
  })

  it('gives no assessment in the first steps', () => {
    expect(assess(50, 0.5, 0.5)).toBe('early')
    expect(assess(299, 1, 0)).toBe('early')
  })

  it('is monotonic in the discriminator’s lead', () => {
    const order = ['generatorAhead', 'balanced', 'discriminatorAhead', 'discriminatorFarAhead']
    let before = 0
    for (let lead = -1; lead <= 1; lead += 0.01) {
      const now = order.indexOf(assess(1000, 0.5 + lead / 2, 0.5 - lead / 2))
      expect(now).toBeGreaterThanOrEqual(before)
      before = now
    }
  })
})
