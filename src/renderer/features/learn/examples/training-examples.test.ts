import { expect, it } from 'vitest'
import { losses } from '../../../../contract/recipe/losses/losses'
import { assess } from '../../training/charts/balance'
import { pointsOf } from '../../runs/sparkline'
import { exampleOf, rangeAround0 } from './training-examples'
import type { ExampleKind } from './training-examples'

const kinds: readonly ExampleKind[] = ['healthy', 'collapse', 'overpowered', 'swinging']

it.each(kinds)('the curves of %s fill their box and stay inside it', (kind) => {
  const example = exampleOf(kind)
  const { low, high } = rangeAround0(example)
  // Points outside would be drawn at the edge.
  for (const value of [...example.dReal, ...example.dFake]) {
    expect(value).toBeGreaterThanOrEqual(low)
    expect(value).toBeLessThanOrEqual(high)
  }
  const box = { width: 200, height: 90 }
  const curves = [example.dReal, example.dFake]
  const points = curves.flatMap((curve) => pointsOf(curve, rangeAround0(example), box).split(' '))
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => Number(point.split(',')[axis])))
  expect([Math.min(...(xs ?? [])), Math.max(...(xs ?? []))]).toEqual([0, box.width])
  expect(Math.min(...(ys ?? []))).toBeGreaterThanOrEqual(0)
  expect(Math.max(...(ys ?? []))).toBeLessThanOrEqual(box.height)
  const furthest = Math.max(...(ys ?? []).map((y) => Math.abs(y - box.height / 2)))
  expect(furthest).toBeGreaterThan(box.height / 4)
})

it('the examples are what the training screen would call them', () => {
  const balanceOf = (kind: ExampleKind) => {
    const { steps, dReal, dFake, hyperparameters } = exampleOf(kind)
    const { lead } = losses[hyperparameters.loss]
    return assess(steps, lead?.(dReal.at(-1) ?? NaN, dFake.at(-1) ?? NaN))
  }
  expect(balanceOf('overpowered')).toBe('discriminatorFarAhead')
  expect(['balanced', 'discriminatorAhead']).toContain(balanceOf('healthy'))
})
