import { describe, expect, it } from 'vitest'
import { assess } from '../training/charts/balance'
import { polyline, sketches } from './curves'

describe('the sketches', () => {
  it('stay inside their boxes', () => {
    for (const { dReal, dFake } of Object.values(sketches)) {
      for (const curve of [dReal, dFake]) {
        for (const point of polyline(curve, 200, 90).split(' ')) {
          const [x = NaN, y = NaN] = point.split(',').map(Number)
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(200)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(90)
        }
      }
    }
  })

  it('agree with the training screen’s assessment', () => {
    const { overpowered, healthy } = sketches
    const lead = ({ dReal, dFake }: typeof healthy) => dReal(1) - dFake(1)
    expect(assess(1000, lead(overpowered))).toBe('discriminatorFarAhead')
    expect(assess(1000, lead(healthy))).not.toBe('discriminatorFarAhead')
  })
})
