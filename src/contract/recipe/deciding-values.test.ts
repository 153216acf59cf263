import { describe, expect, it } from 'vitest'
import { hyperparameterNames, hyperparameters, presets } from '../hyperparameters'
import { decidingValues } from './deciding-values'

const decidingFor = (name: string, changes: object = {}) =>
  decidingValues(hyperparameters, name, { ...presets.reference, ...changes })

describe('the values because of which a hyperparameter has no effect', () => {
  it.each([
    ['baseWidth', {}, ['architecture']],
    ['penaltyWeight', {}, ['penalty']],
    ['instanceNoiseEpochs', {}, ['instanceNoise']],
    ['labelSmoothing', { loss: 'wasserstein' }, ['loss']],
    ['classifierWeight', { conditioning: 'projection' }, ['conditioning']],
    ['labelInput', { conditioning: 'projection' }, ['architecture']],
    ['learningRateEnd', {}, ['learningRateSchedule']],
    ['scheduleEnd', {}, ['learningRateSchedule', 'beta2Schedule']],
    ['learningRate', {}, []],
  ])('%s with %j: %j', (name, changes, expected) => {
    expect(decidingFor(name, changes)).toEqual(expected)
  })

  it('are found for each that has none', () => {
    for (const name of hyperparameterNames) {
      const idle = hyperparameters[name].appliesWhen?.(presets.reference) === false
      expect(decidingFor(name).length > 0, name).toBe(idle)
    }
  })
})
