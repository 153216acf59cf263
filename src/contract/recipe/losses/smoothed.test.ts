import { describe, expect, it } from 'vitest'
import { plainArithmetic as a } from '../plain-arithmetic'
import type { Loss } from './loss'
import { losses } from './losses'
import { lossOf } from './smoothed'

const names = Object.keys(losses) as (keyof typeof losses)[]
const smoothing = names.filter((name) => (losses[name] as Loss).smooths === true)

it.each(names)('%s without smoothing is the loss itself', (loss) => {
  expect(lossOf({ loss, labelSmoothing: 0 })).toBe(losses[loss])
})

describe.each(smoothing)('%s with label smoothing', (name) => {
  it.each([0.1, 0.3, 0.5])('of %d has its equilibrium where D’s loss is lowest', (amount) => {
    const loss = lossOf({ loss: name, labelSmoothing: amount })
    const { logit, lossD } = loss.equilibrium
    const perfect = (at: number): number => {
      const both = { real: Float64Array.of(at), fake: Float64Array.of(at) }
      return loss.discriminator(both, a, amount)[0] ?? NaN
    }
    expect(perfect(logit)).toBeCloseTo(lossD ?? NaN, 12)
    for (const step of [-2, -0.1, -0.01, 0.01, 0.1, 2]) {
      expect(perfect(logit + step)).toBeGreaterThan(perfect(logit))
    }
    expect(loss.equilibrium.output).toBeCloseTo((1 - amount) / 2, 12)
  })

  it('approaches the values without smoothing as the smoothing shrinks', () => {
    const { equilibrium } = lossOf({ loss: name, labelSmoothing: 1e-9 })
    for (const [key, value] of Object.entries(losses[name].equilibrium)) {
      expect(equilibrium[key as 'logit']).toBeCloseTo(value, 6)
    }
  })
})
