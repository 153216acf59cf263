import { describe, expect, it } from 'vitest'
import { hyperparameterNames, presetNames, presets } from '../../../contract/hyperparameters'
import { withFixedSchedule } from '../../../contract/recipe/fixed-schedule'
import { stepsPerEpoch, totalSteps } from '../../../contract/run-length'
import { groupNames } from '../../../contract/recipe/entries'
import { i18n } from '../../i18n/i18n.svelte'
import { fakeConfig, fakeRun } from '../../testing/fake-data'
import { engineSettings, enginesUsed, nearestPreset, settingIn, settingsIn } from './run-settings'
import { requestedConfig } from '../../state/requested-config'

describe('the settings of a run', () => {
  it('are described by their differences from the nearest preset', () => {
    expect(nearestPreset(presets.reference)).toEqual({ preset: 'reference', differing: [] })
    expect(nearestPreset(presets.dcgan)).toEqual({ preset: 'dcgan', differing: [] })
    const changed = { ...presets.dcgan, batchSize: 32, epochs: 7 }
    const { preset, differing } = nearestPreset(changed)
    expect(preset).toBe('dcgan')
    expect(differing.toSorted()).toEqual(['batchSize', 'epochs'])
  })

  it.each(presetNames)('are those of the preset %s in a run of it with a step limit', (preset) => {
    const images = 60_000
    const wished = { ...presets[preset], steps: 10 }
    const hyperparameters = withFixedSchedule(wished, images)
    const run = fakeRun('a', {
      config: fakeConfig(hyperparameters),
      totalSteps: totalSteps(hyperparameters, images),
      stepsPerEpoch: stepsPerEpoch(hyperparameters, images),
    })
    expect(requestedConfig(run).hyperparameters).toEqual(wished)
    expect(nearestPreset(requestedConfig(run).hyperparameters)).toEqual({
      preset,
      differing: ['steps'],
    })
  })

  it('show the end of schedules in words, or as an epoch', () => {
    const end = (scheduleEnd: number) =>
      settingIn({ ...presets['r3-lite'], scheduleEnd }, 'scheduleEnd')
    expect(end(0)).toMatchObject({ value: 'End of training', unit: '' })
    expect(end(10 / 938).value).toBe('epoch 0.0107')
    expect(end(33 / 32).value).toBe('epoch 1.031')
    expect(end(40).value).toBe('epoch 40')
  })

  it('include each effective value exactly once, with a label', () => {
    for (const values of [presets.reference, presets.dcgan]) {
      const all = groupNames.flatMap((group) => settingsIn({ hyperparameters: values }, group))
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

describe('the engine settings of a run', () => {
  const config = fakeConfig()
  const used = { name: 'tensorflow', version: '', device: 'CPU', threads: 2 } as const
  const texts = (...given: Parameters<typeof engineSettings>) =>
    engineSettings(...given).map(({ label, value }) => `${label}: ${value}`)

  it('say what automatic chose, and the math library', () => {
    const expected = ['Engine: Automatic (TensorFlow)', 'Threads: Automatic (2)']
    expect(texts(config, { ...used, math: 'eigen' })).toEqual([...expected, 'Math library: Eigen'])
    expect(texts(config, { ...used, math: 'onednn' })).toContain('Math library: oneDNN')
    expect(texts(config, used)).toEqual(expected)
  })

  it('say only what was chosen before the run has trained, or where that was used', () => {
    expect(texts(config, null)).toEqual(['Engine: Automatic', 'Threads: Automatic'])
    const chosen = { ...config, engine: 'tensorflow', threads: 2 } as const
    expect(texts(chosen, used)).toEqual(['Engine: TensorFlow', 'Threads: 2'])
    expect(texts({ ...chosen, threads: 4 }, used)).toContain('Threads: 4 (2)')
    expect(texts({ ...chosen, engine: 'cpu' }, used)).toContain(
      'Engine: Plain JavaScript (TensorFlow)',
    )
  })
})

describe('the engines used by a run', () => {
  const on = (name: 'wasm' | 'tensorflow', fromStep: number) => ({
    startedAt: '2026-01-01T00:00:00.000Z',
    fromStep,
    engine: { name, version: '1', device: 'CPU', threads: 1 },
  })

  it('are listed only if there were several, with the steps that each of them ran', () => {
    expect(enginesUsed([], 0)).toBeUndefined()
    expect(enginesUsed([on('wasm', 0), on('wasm', 100)], 200)).toBeUndefined()
    expect(enginesUsed([on('wasm', 0), on('tensorflow', 100), on('tensorflow', 150)], 200)).toBe(
      'WebAssembly (steps 1–100), TensorFlow (steps 101–200)',
    )
  })

  it('are separated by 、 in Chinese', () => {
    i18n.language = 'zh-CN'
    expect(enginesUsed([on('wasm', 0), on('tensorflow', 100)], 200)).toBe(
      'WebAssembly（第 1–100 步）、TensorFlow（第 101–200 步）',
    )
    i18n.language = 'en'
  })

  it('leave out steps that a later session repeated', () => {
    expect(enginesUsed([on('tensorflow', 0), on('wasm', 0)], 50)).toBeUndefined()
    expect(enginesUsed([on('wasm', 0), on('tensorflow', 100), on('tensorflow', 50)], 200)).toBe(
      'WebAssembly (steps 1–50), TensorFlow (steps 51–200)',
    )
  })
})
