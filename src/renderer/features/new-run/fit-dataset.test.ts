import { beforeEach, describe, expect, it } from 'vitest'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import { presetsByName } from '../../../contract/hyperparameters'
import { settingsSchema } from '../../../contract/settings'
import { tinyNetworks } from '../../../contract/testing/tiny-networks'
import { fakeConfig } from '../../testing/fake-data'
import { fakeListing } from '../../testing/fake-datasets'
import { fitToDataset } from './fit-dataset'
import { NewRunForm } from './new-run.svelte'
import { needsConvolutions, trainableShape } from './preset-for'

const square = (side: number, channels: number, name = 'cats', images = 5_000) =>
  fakeListing(name, { width: side, height: side, channels, images })
let form: NewRunForm
beforeEach(() => {
  const datasets = [square(64, 3), square(40, 1, 'signs')]
  form = new NewRunForm(
    () => settingsSchema.parse({}),
    () => datasets,
    () => [],
  )
})

describe('the settings for a data set', () => {
  it.each([
    ['color-64', 64, 3, 5_000],
    ['color-64', 64, 3, 2_000],
    ['small-data', 64, 3, 1_999],
    ['small-data', 128, 3, 217],
    ['small-data', 28, 1, 5],
    ['dcgan', 128, 3, 5_000],
    ['dcgan', 64, 1, 5_000],
    ['dcgan', 32, 3, 50_000],
    ['dcgan', 28, 1, 60_000],
    // Convolutional networks need a multiple of 4.
    ['reference', 30, 1, 5_000],
    ['reference', 30, 3, 100],
  ])(
    'are the preset %s for %i pixels, %i channels and %i images',
    (name, side, channels, count) => {
      fitToDataset(form, square(side, channels, 'cats', count))
      expect([form.dataset, form.matchingPreset([])]).toEqual(['cats', name])
      expect(form.values).toMatchObject({ imageSize: side, channels })
      expect([form.changedNames, form.issues]).toEqual([[], {}])
      expect(form.values.batchSize).toBeLessThanOrEqual(count)
    },
  )

  it('are no changes by the user, whose later ones are marked and taken back to them', () => {
    fitToDataset(form, square(128, 3))
    form.values.imageSize = 64
    expect([form.changedNames, form.matchingPreset([])]).toEqual([['imageSize'], undefined])
    form.resetAll()
    expect(form.values).toMatchObject({ imageSize: 128, channels: 3 })
    expect(form.matchingPreset([])).toBe('dcgan')
  })

  it('replace those for another data set, and stay in place of a preset chosen again', () => {
    fitToDataset(form, square(128, 3, 'cats', 100))
    fitToDataset(form, square(28, 1, 'signs'))
    expect([form.matchingPreset([]), form.values.batchSize]).toEqual(['dcgan', 64])
    form.applyPreset(presetsByName['color-64'])
    expect([form.matchingPreset([]), form.values.imageSize]).toEqual(['color-64', 64])
  })

  it('are only its size and channels if settings were changed, which stay marked alone', () => {
    form.values.learningRate = 0.001
    fitToDataset(form, square(64, 3))
    expect(form.values).toMatchObject({ imageSize: 64, channels: 3, learningRate: 0.001 })
    expect([form.config?.dataset, form.changedNames]).toEqual(['cats', ['learningRate']])
  })

  it('of a copied run stay, but for the size and channels, which differ from the run’s', () => {
    form.prefill(fakeConfig({ batchSize: 17 }), { from: 'a' })
    fitToDataset(form, square(64, 3))
    expect(form.values).toMatchObject({ imageSize: 64, channels: 3, batchSize: 17 })
    expect(form.changedNames.toSorted()).toEqual(['channels', 'imageSize'])
  })

  it('stay if the networks are from a file, which determine the size', () => {
    const networks = ownNetworksSchema.parse(tinyNetworks)
    form.openNetworks(networks)
    const before = { ...form.values }
    fitToDataset(form, square(64, 3))
    expect([form.values, form.networks, form.dataset]).toEqual([before, networks, 'cats'])
  })
})

it('images of any size are trained at the nearest size that a run can have', () => {
  expect(trainableShape({ width: 1_024, height: 1_024, channels: 3 }).imageSize).toBe(256)
  expect(trainableShape({ width: 2, height: 3, channels: 1 }).imageSize).toBe(4)
  expect(trainableShape({ width: 30, height: 20, channels: 1 }).imageSize).toBe(30)
})

it('fully connected networks suit small grey images only', () => {
  for (const side of [28, 32]) expect(needsConvolutions(square(side, 1))).toBe(false)
  for (const [side, channels] of [
    [33, 1],
    [64, 1],
    [28, 3],
  ] as const)
    expect(needsConvolutions(square(side, channels))).toBe(true)
})
