import { describe, expect, it } from 'vitest'
import type { Loss } from '../../../contract/recipe/losses/loss'
import { losses } from '../../../contract/recipe/losses/losses'
import { lossCurves, scalesOf } from './loss-curves'

const box = { width: 300, height: 150 }

describe.each(Object.entries<Loss>(losses))('the curves of %s', (_, loss) => {
  const points = lossCurves(loss)

  it('pass through the balanced point', () => {
    const { logit, lossD, lossG } = loss.equilibrium
    const middle = points.find((point) => Math.abs(point.logit - logit) < 1e-9)
    expect(middle).toBeDefined()
    if (lossD !== undefined) expect(middle?.lossD).toBeCloseTo(lossD, 9)
    if (lossG !== undefined) expect(middle?.lossG).toBeCloseTo(lossG, 9)
  })

  it('rise for D and fall for G around it', () => {
    const half = (points.length - 1) / 2
    const [before, after] = [points[half - 1], points[half + 1]]
    expect(after?.lossD ?? NaN).toBeGreaterThan(before?.lossD ?? NaN)
    expect(after?.lossG ?? NaN).toBeLessThan(before?.lossG ?? NaN)
  })

  it('fill the box without leaving it', () => {
    const { x, y } = scalesOf(points, box)
    const xs = points.map((point) => x(point.logit))
    const ys = points.flatMap((point) => [y(point.lossD), y(point.lossG)])
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, box.width])
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, box.height])
  })
})
