import { expect, it } from 'vitest'
import { hyperparametersSchema, presets } from './hyperparameters'
import { lowerRate, lowerRates } from './lower-rate'

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

it.each([
  [{}, { learningRate: 0.00007 }],
  [
    { discriminatorLearningRate: 0.0006 },
    { learningRate: 0.00007, discriminatorLearningRate: 0.0002 },
  ],
  [
    { learningRateSchedule: 'linear', learningRateEnd: 0.00002 },
    { learningRate: 0.00007, learningRateEnd: 0.000007 },
  ],
  [
    { learningRateSchedule: 'cosine', learningRateEnd: 0 },
    { learningRate: 0.00007, learningRateEnd: 0 },
  ],
  // A rising schedule is lowered too.
  [
    { learningRate: 0.3, learningRateSchedule: 'linear', learningRateEnd: 0.6 },
    { learningRate: 0.0002, learningRateEnd: 0.0004 },
  ],
] as const)('lowers every learning rate of a run with %j', (changes, lower) => {
  const h = { ...presets.reference, ...changes }
  expect(lowerRates(h)).toEqual(lower)
  expect(hyperparametersSchema.safeParse({ ...h, ...lower }).success).toBe(true)
})
