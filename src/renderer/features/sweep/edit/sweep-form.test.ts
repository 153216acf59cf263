import { describe, expect, it } from 'vitest'
import { presetNames, presets } from '../../../../contract/hyperparameters'
import { sweepSpecSchema } from '../../../../contract/sweep/spec'
import type { SweepFile } from '../../../../contract/sweep/spec'
import { openSweepFile, sweepFileText } from '../sweep-file'
import type { AxisDraft } from './axis-draft'
import { baseOf, settingsOfBase } from './base'
import { SweepForm } from './sweep-form.svelte'

const file: SweepFile = {
  name: 'rate and width',
  dataset: 'mnist',
  preset: 'dcgan',
  hyperparameters: { epochs: 4 },
  axes: {
    learningRate: { from: 0.0001, to: 0.01, scale: 'log', count: 5 },
    baseWidth: [16, 32],
    optimiser: ['adam', 'rmsProp'],
  },
  seeds: [1, 2],
  metric: 'kid',
  images: 500,
  halving: { eta: 4, images: [20_000, 80_000] },
}
const opened = (raw: SweepFile) => {
  const form = new SweepForm()
  form.open(sweepSpecSchema.parse(raw))
  return form
}

describe('the settings that all runs share', () => {
  it.each(presetNames)('are %s and its changes, which give the same settings again', (name) => {
    const settings = { ...presets[name], learningRate: 0.000_321, epochs: 7, seed: 5 }
    const base = baseOf(settings)
    expect(Object.keys(base.hyperparameters)).not.toContain('seed')
    expect({ ...settingsOfBase(base), seed: 5 }).toEqual(settings)
  })

  it('are the preset itself if nothing differs', () => {
    expect(baseOf(presets.dcgan)).toEqual({ preset: 'dcgan', hyperparameters: {} })
  })

  it('replace those of the form, whose axes stay', () => {
    const form = opened(file)
    const config = { hyperparameters: presets.reference, dataset: 'other', threads: 2 }
    form.takeBase({ ...config, engine: 'wasm' })
    expect(form.spec).toMatchObject({ preset: 'reference', dataset: 'other', threads: 2 })
    expect(form.spec?.axes).toEqual(sweepSpecSchema.parse(file).axes)
    expect(form.spec?.seeds).toEqual([1, 2])
  })
})

describe('a file', () => {
  const random = { method: 'random' as const, random: { count: 9, seed: 3 } }
  const open = { learningRate: { from: 0.1, to: 0.2 } }
  it.each([
    ['of a grid', file],
    ['of a random search', { ...file, ...random, axes: open }],
    ['with a net', { ...file, net: { id: 'folder', path: '/nets/a' } }],
    ['with a net by name', { ...file, net: 'pixels' }],
    ['without halving', { ...file, halving: undefined }],
    ['with only what is required', { name: 'a', dataset: 'b', preset: 'reference' }],
  ] as const)('%s is opened and saved as the same sweep', async (_, raw) => {
    const spec = sweepSpecSchema.parse(raw)
    const form = opened(raw as SweepFile)
    expect(form.spec).toEqual(spec)
    const again = await openSweepFile(new Blob([sweepFileText(form.file)]))
    expect(again).toEqual({ spec })
  })

  it.each([
    [{ ...file, axes: { learningRat: [1] } }, 'axes.learningRat'],
    [{ ...file, axes: { seed: [1] } }, 'axes.seed'],
    [{ ...file, colour: 'red' }, 'colour'],
    [{ ...file, preset: 'none' }, 'preset'],
    [{ ...file, seeds: [] }, 'seeds'],
  ])('%#: is refused, naming what is wrong', async (raw, key) => {
    const result = await openSweepFile(new Blob([JSON.stringify(raw)]))
    expect(JSON.stringify(result)).toContain(key)
    expect(result).toHaveProperty('faults')
  })
})

/** Changes one of the axes. */
const axis = (i: number, change: Partial<AxisDraft>) => (form: SweepForm) =>
  void Object.assign(form.axes[i] ?? {}, change)

describe('the form', () => {
  it.each([
    ['axes.learningRate', axis(0, { to: 0.0001 })],
    ['axes.learningRate', axis(0, { from: 0 })],
    ['axes.learningRate', axis(0, { count: 1 })],
    ['axes.baseWidth', axis(1, { text: '' })],
    ['axes.baseWidth', axis(1, { text: '16, x' })],
    ['axes.baseWidth', axis(1, { text: '0' })],
    ['axes.optimiser', axis(2, { text: 'none' })],
    ['seeds', (form: SweepForm) => (form.seeds = '1, x')],
    ['seeds', (form: SweepForm) => (form.seeds = ' ')],
    ['name', (form: SweepForm) => (form.name = ' ')],
    ['images', (form: SweepForm) => (form.images = NaN)],
    ['halving.eta', (form: SweepForm) => (form.eta = 1)],
    ['halving.images', (form: SweepForm) => (form.rungImages = '')],
  ])('names the field at fault: %s', (field, spoil) => {
    const form = opened(file)
    expect(form.faults).toEqual({})
    spoil(form)
    expect(Object.keys(form.faults)).toEqual([field])
    expect(form.faults[field]).toMatch(/^[A-Z“].*\.$/)
    expect(form.spec).toBeUndefined()
  })

  it('adds each setting once, beginning with the value of all runs', () => {
    const form = opened({ ...file, axes: {} })
    form.add('epochs')
    expect(form.addable).not.toContain('epochs')
    expect(form.addable).not.toContain('seed')
    expect(form.spec?.axes).toEqual({ epochs: [4] })
    form.remove('epochs')
    expect(form.spec?.axes).toEqual({})
  })
})
