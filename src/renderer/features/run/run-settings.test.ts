import { describe, expect, it } from 'vitest'
import { hyperparameterNames, presets } from '../../../contract/hyperparameters'
import { groupNames } from '../../../contract/recipe/entries'
import { nearestPreset, settingIn, settingsIn } from './run-settings'

describe('the settings of a run', () => {
  it('are described by their differences from the nearest preset', () => {
    expect(nearestPreset(presets.reference)).toEqual({ preset: 'reference', differing: [] })
    expect(nearestPreset(presets.dcgan)).toEqual({ preset: 'dcgan', differing: [] })
    const changed = { ...presets.dcgan, batchSize: 32, epochs: 7 }
    const { preset, differing } = nearestPreset(changed)
    expect(preset).toBe('dcgan')
    expect(differing.toSorted()).toEqual(['batchSize', 'epochs'])
  })

  it('include each effective value exactly once, with a label', () => {
    for (const values of [presets.reference, presets.dcgan]) {
      const all = groupNames.flatMap((group) => settingsIn(values, group))
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
      for (const { label, value } of all) expect([label, value]).not.toContain('')
      expect(all.length).toBeGreaterThan(hyperparameterNames.length / 2)
    }
  })

  it('show options by their label and small numbers in full', () => {
    expect(settingIn(presets.dcgan, 'architecture').value).toBe('Convolutional')
    const tiny = { ...presets.reference, learningRate: 0.00002 }
    expect(settingIn(tiny, 'learningRate').value).toBe('0.00002')
  })
})
