import { beforeEach, describe, expect, it } from 'vitest'
import type { DatasetListing } from '../../../contract/datasets/listing'
import {
  hyperparameterNames,
  hyperparameters,
  presets,
  presetsByName,
} from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import { groupNames } from '../../../contract/recipe/entries'
import { isOffered } from '../../../contract/recipe/hyperparameter-set'
import { runConfigSchema } from '../../../contract/run'
import { settingsSchema } from '../../../contract/settings'
import { fakeConfig, fakeDatasets } from '../../testing/fake-data'
import { Toasts } from '../../state/page/toasts.svelte'
import { NewRunForm } from './new-run.svelte'
import { usePreset } from './use-preset'

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
  it('is valid by default: the reference preset on MNIST with the engine from the settings', () => {
    expect(form.config).toEqual({
      hyperparameters: presets.reference,
      dataset: 'mnist',
      engine: 'auto',
      threads: 2,
    })
    expect(runConfigSchema.safeParse(form.config).success).toBe(true)
    expect(form.nameValid).toBe(true)
    expect(form.matchingPreset([])).toBe('reference')
  })

  it('compiles the step unless the settings, the user or the copied run say otherwise', () => {
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

  it('selects the first usable data set without MNIST, and none if there is none', () => {
    datasets = fakeDatasets.filter(({ name }) => name !== 'mnist')
    expect(form.dataset).toBe('faces')
    datasets = fakeDatasets.filter(({ problem }) => problem !== undefined)
    expect([form.dataset, form.config]).toEqual(['', undefined])
  })

  it('reports exactly the values that the contract rejects', () => {
    const wrong = { epochs: NaN, batchSize: 0, learningRate: 2, imageSize: 28.5 }
    Object.assign(form.values, wrong)
    expect(Object.keys(form.issues).sort()).toEqual(Object.keys(wrong).sort())
    expect(form.config).toBeUndefined()
    for (const name of Object.keys(wrong) as (keyof typeof wrong)[]) form.reset(name)
    expect(form.issues).toEqual({})
    expect(form.config?.hyperparameters).toEqual(presets.reference)
    form.values.channels = 2
    expect(Object.keys(form.issues)).toEqual(['channels'])
    form.apply({ ...presets.dcgan, imageSize: 30 })
    expect(form.issues.imageSize?.words?.en).toContain('multiple of 4')
  })

  it('recognises a preset by its values', () => {
    const short = { name: 'short', hyperparameters: fakeConfig({ epochs: 2 }).hyperparameters }
    form.apply(short.hyperparameters)
    expect(form.matchingPreset([short])).toBe(short)
    form.apply(presets.dcgan)
    expect(form.matchingPreset([short])).toBe('dcgan')
    form.apply(short.hyperparameters)
    expect(form.isChanged('epochs')).toBe(false)
    form.values.epochs = 3
    expect(form.isChanged('epochs')).toBe(true)
    expect(form.matchingPreset([short])).toBeUndefined()
    // Changing the form must not have changed the preset.
    expect(short.hyperparameters.epochs).toBe(2)
    expect(presets.reference.epochs).toBe(50)
  })

  it('copies a run’s settings, and returns to the defaults when cleared', () => {
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

  it.each(['0', '', 'two', '1e999'])('reports an invalid prefilled learning rate %j', (text) => {
    form.prefill(fakeConfig(), { from: 'a', changes: { learningRate: text } })
    expect(Object.keys(form.issues)).toEqual(['learningRate'])
    expect(form.config).toBeUndefined()
  })

  it.each(['', '   ', 'x'.repeat(121)])('rejects the name %j', (name) => {
    form.name = name
    expect(form.nameValid).toBe(false)
  })

  it.each([-1, 257, 1.5, NaN])('rejects %s threads', (threads) => {
    form.threads = threads
    expect(form.config).toBeUndefined()
  })

  it('does not change the name while the user edits it', () => {
    datasets = []
    form = new NewRunForm(
      () => settingsSchema.parse({}),
      () => datasets,
      () => names,
    )
    form.beginNameEdit()
    datasets = fakeDatasets
    form.name += 'Trained'
    form.endNameEdit()
    expect(form.name).toBe('Trained')
  })

  it.each(['', '  ', 'mnist 1'])('derives the name from the data set again after %j', (left) => {
    form.beginNameEdit()
    form.name = left
    form.endNameEdit()
    names = ['mnist 1']
    form.dataset = 'faces'
    expect(form.name).toBe('faces 1')
  })

  it('suggests an unused name', () => {
    names = ['mnist 1', 'mnist 2', 'other']
    expect(form.name).toBe('mnist 3')
  })
})

describe('the form', () => {
  it('marks and resets values that differ from the preset or run it started from', () => {
    form.apply(presets.dcgan)
    expect(hyperparameterNames.filter((name) => form.isChanged(name))).toEqual([])
    form.values.epochs = 3
    expect(hyperparameterNames.filter((name) => form.isChanged(name))).toEqual(['epochs'])
    form.reset('epochs')
    expect(form.values.epochs).toBe(presets.dcgan.epochs)
    const config = fakeConfig({ epochs: 7 })
    form.prefill(config, { from: 'a', changes: { learningRate: '0.0001' } })
    expect(hyperparameterNames.filter((name) => form.isChanged(name))).toEqual(['learningRate'])
  })

  it('says where the values came from that changes are marked against', () => {
    const came = () => [form.origin, form.baseOf('epochs'), form.changedNames]
    expect(came()).toEqual(['default', 50, []])
    form.apply(presets.dcgan)
    expect(came()).toEqual(['preset', 20, []])
    form.values.epochs = 3
    expect(came()).toEqual(['preset', 20, ['epochs']])
    const restore = form.snapshot()
    form.prefill(fakeConfig({ epochs: 7 }), { from: 'a', changes: { epochs: '8' } })
    expect(came()).toEqual(['run', 7, ['epochs']])
    form.clear()
    expect(came()).toEqual(['default', 50, []])
    restore()
    expect(came()).toEqual(['preset', 20, ['epochs']])
  })

  it('lists what differs from the preset, each taken back alone or all at once', () => {
    form.applyPreset(presetsByName.dcgan)
    expect(form.preset).toBe(presetsByName.dcgan)
    Object.assign(form.values, { seed: 9, epochs: 3, learningRate: 0.1 })
    expect(form.changedNames).toEqual(['epochs', 'seed', 'learningRate'])
    form.reset('seed')
    expect(form.changedNames).toEqual(['epochs', 'learningRate'])
    form.resetAll()
    expect(form.changedNames).toEqual([])
    expect(form.config?.hyperparameters).toEqual(presets.dcgan)
    form.prefill(fakeConfig({ epochs: 7 }), { from: 'a' })
    expect(form.preset).toBeUndefined()
    form.clear()
    expect(form.preset).toBe(presetsByName.reference)
  })

  it('restores the values that a preset replaced, and nothing else', () => {
    form.applyPreset(presetsByName.dcgan)
    Object.assign(form.values, { seed: 9, epochs: 3 })
    const kept = { ...form.values }
    const toasts = new Toasts(() => () => undefined)
    usePreset(presetsByName['wgan-gp'], form, toasts)
    expect(form.preset).toBe(presetsByName['wgan-gp'])
    form.name = 'renamed since'
    const [undo] = toasts.list
    expect(undo?.title).toContain('replaced your values')
    undo?.action?.run()
    expect(toasts.list).toEqual([])
    expect({ ...form.values }).toEqual(kept)
    expect(form.preset).toBe(presetsByName.dcgan)
    expect(form.changedNames).toEqual(['epochs', 'seed'])
    expect(form.name).toBe('renamed since')
    // The kept values are not those of the form, which can be changed and replaced again.
    form.resetAll()
    usePreset(presetsByName.reference, form, toasts)
    expect(toasts.list).toEqual([])
    form.prefill(fakeConfig({ epochs: 7 }), { from: 'a' })
    usePreset(presetsByName.reference, form, toasts)
    toasts.list[0]?.action?.run()
    expect([form.origin, form.values.epochs]).toEqual(['run', 7])
  })

  it('tells presets with the same values apart by the one that was chosen', () => {
    const saved = ['a', 'b', 'dcgan'].map((name) => ({ name, hyperparameters: presets.dcgan }))
    for (const preset of saved) {
      form.applyPreset(preset)
      expect(form.matchingPreset(saved)).toBe(preset)
    }
    form.applyPreset(presetsByName.dcgan)
    expect(form.matchingPreset(saved)).toBe('dcgan')
  })

  it('marks no change of a value that the form does not show', () => {
    form.values.architecture = 'dcgan'
    form.reset('architecture')
    expect(form.changedNames).toEqual([])
  })

  it('reports conflicts between fields even if another field is not a number', () => {
    form.apply({ ...presets.dcgan, imageSize: 30 })
    form.values.epochs = NaN
    expect(Object.keys(form.issues).toSorted()).toEqual(['epochs', 'imageSize'])
    form.apply({ ...presets.reference, batchSize: 1 })
    form.values.learningRate = NaN
    expect(form.issues.batchSize?.words?.en).toContain('batch norm')
  })

  it('marks classes that the data set’s labels rule out, and what the host refuses', () => {
    form.applyPreset(presetsByName['sn-dcgan-conditional'])
    expect(form.marks).toEqual({})
    form.dataset = 'faces'
    expect(Object.keys(form.marks)).toEqual(['conditioning'])
    expect(form.marks.conditioning?.words?.en).toMatch(/^The data set faces has no labels.*\. /)
    expect(form.marks.conditioning?.words?.zh).toMatch(/faces.*。/)
    form.expandInvalid()
    expect(form.expanded).toEqual({ networks: true })
    form.dataset = 'mnist'
    const given = { name: 'mnist', has: 10, classes: 7 }
    form.check = { problem: notice('classesDoNotFit', given, 'classes') }
    expect(Object.keys(form.marks)).toEqual(['classes'])
    // The host checks again after a change.
    expect(form.config).toBeDefined()
    form.values.classes = NaN
    expect(form.marks.classes?.words).toBeUndefined()
    form.applyPreset(presetsByName.reference)
    expect(form.marks).toEqual({})
    expect(form.hiddenProblem).toBe(form.check.problem)
    form.check = { problem: { message: 'no answer', where: '/data' } }
    expect([form.marks, form.hiddenProblem]).toEqual([{}, undefined])
  })

  it('expands only sections with an error', () => {
    expect(form.expanded).toEqual({})
    form.values.imageSize = NaN
    form.values.epochs = NaN
    form.expandInvalid()
    expect(form.expanded).toEqual({ data: true })
    form.threads = -1
    form.expandInvalid()
    expect(form.expanded.engineOptions).toBe(true)
  })

  it('shows every hyperparameter with a choice and an effect once', () => {
    const shown = groupNames.flatMap((group) => form.namesIn(group))
    const open = hyperparameterNames.filter((name) =>
      isOffered(hyperparameters[name], presets.reference),
    )
    expect(shown.toSorted()).toEqual(open.toSorted())
  })

  it('shows only groups with a field that applies', () => {
    expect(form.groups[0]).toBe('basics')
    for (const group of groupNames) {
      expect(form.groups.includes(group), group).toBe(form.namesIn(group).length > 0)
    }
  })

  it('accepts and reports a run’s value outside the current range', () => {
    const config = fakeConfig({ batchSize: 100_000 })
    form.prefill(config, { from: 'a' })
    expect(form.values.batchSize).toBe(100_000)
    expect(form.issues).toEqual({ batchSize: { code: 'too_big', words: undefined } })
  })

  it('sets a random value within the range, for fields that allow it', () => {
    const values = Array.from({ length: 20 }, () => {
      form.randomise('seed')
      return form.values.seed
    })
    expect(new Set(values).size).toBeGreaterThan(1)
    for (const value of values)
      expect(hyperparameters.seed.schema.safeParse(value).success).toBe(true)
    form.randomise('architecture')
    expect(form.values.architecture).toBe('mlp')
  })
})
