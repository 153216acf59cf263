import { beforeEach, describe, expect, it } from 'vitest'
import type { DatasetListing } from '../../../contract/api'
import { hyperparameterNames, hyperparameters, presets } from '../../../contract/hyperparameters'
import { groupNames, optionsOf } from '../../../contract/recipe/entries'
import { runConfigSchema } from '../../../contract/run'
import { settingsSchema } from '../../../contract/settings'
import { fakeConfig, fakeDatasets } from '../../testing/fake-data'
import { freeName, NewRunForm } from './new-run.svelte'

let datasets: readonly DatasetListing[]
let names: string[]
let form: NewRunForm

beforeEach(() => {
  datasets = fakeDatasets
  names = []
  form = new NewRunForm(
    () => settingsSchema.parse({ threads: 2 }),
    () => datasets,
    () => names,
  )
})

describe('a new run', () => {
  it('is ready as it stands: the reference on MNIST, with the settings’ engine', () => {
    expect(form.config).toEqual({
      hyperparameters: presets.reference,
      dataset: 'mnist',
      engine: 'auto',
      threads: 2,
    })
    expect(runConfigSchema.safeParse(form.config).success).toBe(true)
    expect(form.nameIsRight).toBe(true)
    expect(form.presetIn([])).toBe('reference')
  })

  it('compiles the step unless the settings, the person or the run it copies say otherwise', () => {
    expect(form.config).not.toHaveProperty('compile')
    form.compile = false
    expect(form.config?.compile).toBe(false)
    form.prefill(fakeConfig(), { from: 'a' })
    expect(form.compile).toBe(true)
    form.prefill({ ...fakeConfig(), compile: false }, { from: 'b' })
    expect(form.config?.compile).toBe(false)
    const settings = settingsSchema.parse({ compile: false })
    const other = new NewRunForm(
      () => settings,
      () => datasets,
      () => names,
    )
    expect(other.config?.compile).toBe(false)
  })

  it('takes the first sound data set where there is no MNIST, and none where there is none', () => {
    datasets = fakeDatasets.filter(({ name }) => name !== 'mnist')
    expect(form.dataset).toBe('faces')
    datasets = fakeDatasets.filter(({ problem }) => problem !== undefined)
    expect([form.dataset, form.config]).toEqual(['', undefined])
  })

  it('finds each value that the contract refuses, and no other', () => {
    const wrong = { epochs: NaN, batchSize: 0, learningRate: 2, imageSize: 28.5 }
    Object.assign(form.values, wrong)
    expect(Object.keys(form.issues).sort()).toEqual(Object.keys(wrong).sort())
    expect(form.config).toBeUndefined()
    for (const name of Object.keys(wrong) as (keyof typeof wrong)[]) form.reset(name)
    expect(form.issues).toEqual({})
    expect(form.config?.hyperparameters).toEqual(presets.reference)
    form.values.channels = 2
    expect(Object.keys(form.issues)).toEqual(['channels'])
    form.use({ ...presets.dcgan, imageSize: 30 })
    expect(form.issues.imageSize?.words?.en).toContain('multiple of 4')
  })

  it('knows its preset by its values', () => {
    const short = { name: 'short', hyperparameters: fakeConfig({ epochs: 2 }).hyperparameters }
    form.use(short.hyperparameters)
    expect(form.presetIn([short])).toBe(short)
    form.use(presets.dcgan)
    expect(form.presetIn([short])).toBe('dcgan')
    form.use(short.hyperparameters)
    expect(form.isChanged('epochs')).toBe(false)
    form.values.epochs = 3
    expect(form.isChanged('epochs')).toBe(true)
    expect(form.presetIn([short])).toBeUndefined()
    // Changing the form must not have changed the preset.
    expect(short.hyperparameters.epochs).toBe(2)
    expect(presets.reference.epochs).toBe(50)
  })

  it('takes over a run’s settings, and is a newcomer’s again when cleared', () => {
    const config = { ...fakeConfig({ epochs: 7 }), dataset: 'faces', engine: 'cpu' as const }
    form.name = 'mine'
    form.prefill(config, { from: 'a' })
    expect(form.config).toEqual(config)
    expect(form.name).toBe('faces 1')
    form.clear()
    expect(form.config?.dataset).toBe('mnist')
    expect(form.config?.hyperparameters).toEqual(presets.reference)
  })

  it('is prefilled with a run’s settings and some changes, once', () => {
    const config = fakeConfig({ epochs: 7 })
    const changes = { learningRate: '0.0001', architecture: 'dcgan', colour: 'red' }
    form.prefill(config, { from: 'a', changes })
    expect(form.config?.hyperparameters).toEqual({
      ...config.hyperparameters,
      learningRate: 0.0001,
      architecture: 'dcgan',
    })
    expect(form.prefilled?.changed.toSorted()).toEqual(['architecture', 'learningRate'])
    form.values.epochs = 9
    form.prefill(config, { from: 'a', changes: { ...changes } })
    expect(form.values.epochs).toBe(9)
    form.prefill(config, { from: 'a' })
    expect(form.config).toEqual(config)
  })

  it.each(['0', '', 'two', '1e999'])('marks the learning rate %j that it was given', (text) => {
    form.prefill(fakeConfig(), { from: 'a', changes: { learningRate: text } })
    expect(Object.keys(form.issues)).toEqual(['learningRate'])
    expect(form.config).toBeUndefined()
  })

  it.each(['', '   ', 'x'.repeat(121)])('does not take the name %j', (name) => {
    form.name = name
    expect(form.nameIsRight).toBe(false)
  })

  it.each([-1, 257, 1.5, NaN])('does not take %s threads', (threads) => {
    form.threads = threads
    expect(form.config).toBeUndefined()
  })

  it('keeps the name that somebody is about to change, whatever comes meanwhile', () => {
    datasets = []
    form = new NewRunForm(
      () => settingsSchema.parse({}),
      () => datasets,
      () => names,
    )
    form.holdName()
    datasets = fakeDatasets
    form.name += 'Trained'
    form.leaveName()
    expect(form.name).toBe('Trained')
  })

  it.each(['', '  ', 'mnist 1'])('follows the data set again after %j was left', (left) => {
    form.holdName()
    form.name = left
    form.leaveName()
    names = ['mnist 1']
    form.dataset = 'faces'
    expect(form.name).toBe('faces 1')
  })

  it('suggests a name that no run has', () => {
    names = ['mnist 1', 'mnist 2', 'other']
    expect(form.name).toBe('mnist 3')
    expect(freeName('/data/my faces/', [])).toBe('my faces 1')
  })
})

describe('the form', () => {
  it('marks what differs from the preset or run it started from, and takes it back', () => {
    form.use(presets.dcgan)
    expect(hyperparameterNames.filter((name) => form.isChanged(name))).toEqual([])
    form.values.epochs = 3
    expect(hyperparameterNames.filter((name) => form.isChanged(name))).toEqual(['epochs'])
    form.reset('epochs')
    expect(form.values.epochs).toBe(presets.dcgan.epochs)
    const config = fakeConfig({ epochs: 7 })
    form.prefill(config, { from: 'a', changes: { learningRate: '0.0001' } })
    expect(hyperparameterNames.filter((name) => form.isChanged(name))).toEqual(['learningRate'])
  })

  it('marks a conflict across fields beside a field that is no number', () => {
    form.use({ ...presets.dcgan, imageSize: 30 })
    form.values.epochs = NaN
    expect(Object.keys(form.issues).toSorted()).toEqual(['epochs', 'imageSize'])
    form.use({ ...presets.reference, batchSize: 1 })
    form.values.learningRate = NaN
    expect(form.issues.batchSize?.words?.en).toContain('batch norm')
  })

  it('unfolds the parts that hold an error, and no other', () => {
    expect(Object.values(form.unfolded)).not.toContain(true)
    form.values.imageSize = NaN
    form.values.epochs = NaN
    form.unfoldFaulty()
    expect(form.unfolded).toEqual({
      ...{ optimiser: false, model: true, saving: false, engineOptions: false },
    })
    form.threads = -1
    form.unfoldFaulty()
    expect(form.unfolded.engineOptions).toBe(true)
  })

  it('shows every hyperparameter that has a choice, once', () => {
    const shown = groupNames.flatMap((group) => form.namesIn(group))
    const open = hyperparameterNames.filter(
      (name) => optionsOf(hyperparameters[name])?.length !== 1,
    )
    expect(shown.toSorted()).toEqual(open.toSorted())
  })

  it('takes a run’s value that is outside today’s range, and marks it', () => {
    const config = fakeConfig({ batchSize: 100_000 })
    form.prefill(config, { from: 'a' })
    expect(form.values.batchSize).toBe(100_000)
    expect(form.issues).toEqual({ batchSize: { code: 'too_big', words: undefined } })
  })

  it('draws a random value within its range, for fields that allow it', () => {
    const drawn = Array.from({ length: 20 }, () => {
      form.draw('seed')
      return form.values.seed
    })
    expect(new Set(drawn).size).toBeGreaterThan(1)
    for (const value of drawn)
      expect(hyperparameters.seed.schema.safeParse(value).success).toBe(true)
    form.draw('architecture')
    expect(form.values.architecture).toBe('mlp')
  })
})
