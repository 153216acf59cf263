import { expect, it } from 'vitest'
import { hyperparametersSchema, presets } from './hyperparameters'
import { lowerRate } from './lower-rate'

it.each([
  [0.0002, 0.00007],
  [0.05, 0.02],
  // Far too high, so a third of it would be too.
  [0.5, 0.0002],
  [1, 0.0002],
  [3e-4, 1e-4],
])('suggests, after %d, %d', (rate, less) => expect(lowerRate(rate)).toBe(less))

it.each([1e9, 1, 1e-7, 1e-12])('suggests a valid rate after %d', (rate) => {
  const h = { ...presets.reference, learningRate: lowerRate(rate) }
  expect(hyperparametersSchema.safeParse(h).success).toBe(true)
})
