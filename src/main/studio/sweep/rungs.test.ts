import { describe, expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { checkRungs, rungSteps } from './rungs'

/* The reference preset on 64,000 images: 1,000 steps per epoch. */
const images = 64_000
const reference = { ...presets.reference, epochs: 27, batchSize: 64, discriminatorSteps: 1 }
const averaged = { ...reference, averaging: 'ema' as const, emaHalfLife: 50 }

describe('the rungs', () => {
  it('without halving are the whole training', () => {
    expect(rungSteps({}, reference, images)).toEqual([27_000])
  })

  it('are by default each a third of the next', () => {
    const steps = rungSteps({ halving: { eta: 3 } }, reference, images)
    expect(steps.slice(-4)).toEqual([1000, 3000, 9000, 27_000])
    expect(steps[0]).toBeGreaterThanOrEqual(1)
  })

  it('begin after two half-lives of the averaged weights', () => {
    const steps = rungSteps({ halving: { eta: 3 } }, averaged, images)
    expect(steps).toEqual([3000, 9000, 27_000])
  })

  it('given in images are the same for every batch size', () => {
    const halving = { eta: 2, images: [640_000, 1_280_000] }
    expect(rungSteps({ halving }, reference, images)).toEqual([10_000, 20_000, 27_000])
    const small = { ...reference, batchSize: 32 }
    expect(rungSteps({ halving }, small, images)).toEqual([20_000, 40_000, 54_000])
    const twice = { ...reference, discriminatorSteps: 2 }
    expect(rungSteps({ halving }, twice, images)).toEqual([5000, 10_000, 13_500])
  })
})

describe('rungs that make no sense', () => {
  const check = (ends: number[], ...h: (typeof reference)[]) => {
    checkRungs({ halving: { eta: 3, images: ends } }, h, images)
  }
  it.each([
    [[200_000, 100_000], 'ascending'],
    [[50_000], 'before averaged weights can be judged'],
    [[27 * 64_000], 'training ends after 1,728,000'],
  ])('%j are refused', (ends, why) => {
    expect(() => check(ends, averaged)).toThrow(why)
  })
  it('are refused if configurations have different numbers of them', () => {
    const halving = { halving: { eta: 3 } }
    expect(() => checkRungs(halving, [reference, averaged], images)).toThrow('same number')
    expect(() => checkRungs(halving, [averaged, averaged], images)).not.toThrow()
  })
})
