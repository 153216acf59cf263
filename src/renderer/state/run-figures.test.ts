import { expect, it } from 'vitest'
import { fakeRun } from '../testing/fake-data'
import { epochOf, progressOf, secondsLeft } from './run-figures'

it('computes no progress until the total is known, and at most 1', () => {
  expect(progressOf({ step: 0, totalSteps: null })).toBeNull()
  expect(progressOf({ step: 25, totalSteps: 100 })).toBe(0.25)
  expect(progressOf({ step: 101, totalSteps: 100 })).toBe(1)
})

it('estimates the time left only of a running run with a known speed', () => {
  const run = fakeRun('x', { state: 'running', step: 40, totalSteps: 100, stepsPerSecond: 3 })
  expect(secondsLeft(run)).toBe(20)
  expect(secondsLeft({ ...run, step: 100 })).toBe(0)
  expect(secondsLeft({ ...run, state: 'paused' })).toBeNull()
  expect(secondsLeft({ ...run, stepsPerSecond: 0 })).toBeNull()
  expect(secondsLeft({ ...run, stepsPerSecond: null })).toBeNull()
  expect(secondsLeft({ ...run, totalSteps: null })).toBeNull()
})

it('starts an epoch after the last step of the previous one', () => {
  const steps = [0, 1, 938, 939, 1876, 1877]
  expect(steps.map((step) => epochOf(step, 938))).toEqual([1, 1, 1, 2, 2, 3])
  expect(epochOf(5, null)).toBeUndefined()
})
