import { describe, expect, it } from 'vitest'
import { hyperparameters, hyperparametersSchema, presets } from '../hyperparameters'
import { penalties } from './penalties/penalties'

/** The names of the values that a request is refused for. */
const refused = (changes: object): unknown[] =>
  hyperparametersSchema
    .safeParse({ ...presets.reference, ...changes })
    .error?.issues.map(({ path: [name] }) => name) ?? []

describe('a request', () => {
  it.each([
    ['a negative weight', { penalty: 'r1', penaltyWeight: -1 }, 'penaltyWeight'],
    ['an interval of 0', { penalty: 'r1', penaltyInterval: 0 }, 'penaltyInterval'],
    ['a negative limit', { weightClip: -0.01 }, 'weightClip'],
    ['a limit and the gradient penalty', { penalty: 'gradientPenalty', weightClip: 0.01 }, 'weightClip'],
    ['noise for no epoch', { instanceNoise: 0.1, instanceNoiseEpochs: 0 }, 'instanceNoiseEpochs'],
    ['a target below a half', { labelSmoothing: 0.6 }, 'labelSmoothing'],
  ])('with %s is refused by name', (_, changes, name) => {
    expect(refused(changes)).toEqual([name])
  })

  it.each(['r1', 'r1AndR2', 'r1FiniteDifference'])('may have a limit beside %s', (penalty) => {
    expect(refused({ penalty, weightClip: 0.1 })).toEqual([])
  })

  it('without a penalty has neither its weight nor its interval', () => {
    const given = { ...presets.reference, penaltyWeight: 3, penaltyInterval: 4 }
    expect(hyperparametersSchema.parse(given)).toEqual(presets.reference)
    expect(hyperparameters.penaltyWeight.appliesWhen?.(given)).toBe(false)
    expect(hyperparameters.penaltyInterval.appliesWhen?.(given)).toBe(false)
  })
})

it.each(Object.entries(penalties))('%s names its formula and source', (_, facts) => {
  expect(facts.formula).toContain('D(')
  expect(facts.source).toMatch(/\(\d{4}\)$/)
})
