import { describe, expect, it } from 'vitest'
import { hyperparametersSchema, presets } from '../hyperparameters'
import type { Hyperparameters } from '../hyperparameters'
import { stepsPerEpoch, totalSteps } from '../run-length'
import { withFixedSchedule, withOpenSchedule } from './fixed-schedule'
import { scheduledValue } from './scheduled-value'

const decaying: Hyperparameters = {
  ...presets.reference,
  epochs: 10,
  learningRateSchedule: 'linear',
  learningRateEnd: 0.0001,
}
/** Data sets of these sizes have 7 steps per epoch, and 1. */
const IMAGES = 7 * 64
const FEW = 10

const ratesOf = (h: Hyperparameters, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) =>
    scheduledValue(h, 'learningRate', { step, stepsPerEpoch: 7 }),
  )

describe('a schedule to the end of training', () => {
  it.each([
    [{}, IMAGES, 10],
    [{}, FEW, 10],
    [{ steps: 5 }, IMAGES, 5 / 7],
    [{ steps: 1000 }, IMAGES, 10],
  ])('of %j with %i images ends after %d epochs, as a number', (changes, images, end) => {
    const fixed = withFixedSchedule({ ...decaying, ...changes }, images)
    expect(fixed.scheduleEnd).toBe(end)
    expect(withFixedSchedule({ ...fixed, epochs: 99, steps: 0 }, images).scheduleEnd).toBe(end)
  })

  it('leaves the steps already taken as they were when the run is trained longer', () => {
    const fixed = withFixedSchedule({ ...decaying, steps: 30 }, IMAGES)
    const longer = { ...fixed, epochs: 99, steps: 0 }
    const steps = totalSteps(fixed, IMAGES)
    expect(ratesOf(longer, steps)).toEqual(ratesOf(fixed, steps))
    expect(ratesOf(longer, 100).slice(steps)).toEqual(Array(100 - steps).fill(0.0001))
  })

  it.each([{}, { steps: 5 }, { steps: 1000 }, { scheduleBegin: 3 }])(
    'of %j is the wish again when compared, unless the run is trained longer',
    (changes) => {
      const wished = { ...decaying, ...changes }
      const lengthOf = (h: Hyperparameters) => ({
        totalSteps: totalSteps(h, IMAGES),
        stepsPerEpoch: stepsPerEpoch(h, IMAGES),
      })
      const fixed = withFixedSchedule(wished, IMAGES)
      expect(fixed).not.toEqual(wished)
      expect(withOpenSchedule(fixed, lengthOf(fixed))).toEqual(wished)
      const longer = { ...fixed, epochs: 99, steps: 0 }
      expect(withOpenSchedule(longer, lengthOf(longer))).toEqual(longer)
      const other = { ...fixed, scheduleEnd: fixed.scheduleEnd / 2 }
      expect(withOpenSchedule(other, lengthOf(other))).toEqual(other)
      // Without the data set, only an end in whole epochs is known to be the run's own.
      const unread = withOpenSchedule(fixed, { totalSteps: null, stepsPerEpoch: null })
      expect(unread).toEqual(wished.steps === 0 ? wished : fixed)
    },
  )

  it('is not fixed where nothing changes', () => {
    const constant = { ...decaying, learningRateSchedule: 'constant' } as const
    expect(withFixedSchedule(constant, IMAGES)).toEqual(constant)
  })

  it('that a step limit would keep from beginning is refused by name', () => {
    const late = { ...decaying, scheduleBegin: 2, steps: 14 }
    expect(() => withFixedSchedule(late, IMAGES)).toThrow('step limit')
    expect(withFixedSchedule({ ...late, steps: 15 }, IMAGES).scheduleEnd).toBe(15 / 7)
  })
})

describe('a request', () => {
  const issues = (changes: Partial<Hyperparameters>) =>
    hyperparametersSchema
      .safeParse({ ...decaying, ...changes })
      .error?.issues.map(({ path: [name] }) => name)

  it.each([
    [{ scheduleBegin: 5, scheduleEnd: 3 }, 'scheduleEnd'],
    [{ scheduleBegin: 5, scheduleEnd: 5 }, 'scheduleEnd'],
    [{ scheduleBegin: 10 }, 'scheduleBegin'],
    [{ learningRateEnd: -1 }, 'learningRateEnd'],
    [{ scheduleEnd: -1 }, 'scheduleEnd'],
  ])('of %j is refused by name', (changes, name) => {
    expect(issues(changes)).toEqual([name])
  })

  it('may have any ends where nothing changes', () => {
    expect(
      issues({ learningRateSchedule: 'constant', scheduleBegin: 5, scheduleEnd: 3 }),
    ).toBeUndefined()
  })
})

describe('the learning rate', () => {
  it('decays to its final value by the end, and stays there', () => {
    const rates = ratesOf({ ...decaying, scheduleBegin: 1, scheduleEnd: 3 }, 30)
    expect(rates.slice(0, 8)).toEqual(Array(8).fill(0.0002))
    expect(rates[14]).toBeCloseTo(0.00015, 12)
    expect(rates.slice(21)).toEqual(Array(9).fill(0.0001))
    expect(rates).toEqual(rates.toSorted((a, b) => b - a))
  })

  it('is 0 at the end of a cosine to 0, and half way in the middle', () => {
    const rates = ratesOf(
      { ...decaying, learningRateSchedule: 'cosine', learningRateEnd: 0, scheduleEnd: 2 },
      15,
    )
    expect(rates[7]).toBeCloseTo(0.0001, 12)
    expect(rates[14]).toBe(0)
  })

  it('warms up in equal steps to its value, never from 0', () => {
    const rates = ratesOf({ ...presets.reference, warmUp: 1 }, 9)
    rates.forEach((rate, step) => expect(rate).toBeCloseTo(0.0002 * Math.min(1, (step + 1) / 7)))
    expect(rates[0]).toBeGreaterThan(0)
    expect(rates.slice(6)).toEqual([0.0002, 0.0002, 0.0002])
  })
})
