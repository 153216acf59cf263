import { expect, it } from 'vitest'
import { hyperparametersSchema, presets } from './hyperparameters'
import { lowerRate, lowerRates } from './lower-rate'

it.each([
  ['adam', 0.0002, 0.00007],
  ['adam', 0.001, 0.0003],
  // Far too high, so a third of it would be too.
  ['adam', 0.05, 0.0002],
  ['adamW', 1, 0.0002],
  ['rmsProp', 3e-4, 1e-4],
  ['sgd', 0.05, 0.02],
  ['sgd', 1, 0.05],
] as const)('suggests, after %s with %d, %d', (optimiser, rate, less) => {
  expect(lowerRate(rate, optimiser)).toBe(less)
})

it.each([1e9, 1, 1e-7, 1e-12])('suggests a valid rate after %d', (rate) => {
  const h = { ...presets.reference, learningRate: lowerRate(rate, 'adam') }
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
