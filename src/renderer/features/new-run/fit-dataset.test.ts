import { beforeEach, describe, expect, it } from 'vitest'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import { settingsSchema } from '../../../contract/settings'
import { tinyNetworks } from '../../../contract/testing/tiny-networks'
import { fakeConfig } from '../../testing/fake-data'
import { fakeListing } from '../../testing/fake-datasets'
import { fitToDataset, trainableShape } from './fit-dataset'
import { NewRunForm } from './new-run.svelte'

const square = (side: number, channels: number, name = 'cats') =>
  fakeListing(name, { width: side, height: side, channels })
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
  it('are a preset for its images, if no setting was changed', () => {
    fitToDataset(form, square(64, 3))
    expect([form.dataset, form.matchingPreset([])]).toEqual(['cats', 'color-64'])
  })

  it('are its size and channels, if there is no preset for them or settings were changed', () => {
    fitToDataset(form, square(40, 1, 'signs'))
    expect(form.values).toMatchObject({ imageSize: 40, channels: 1 })
    form.values.learningRate = 0.001
    fitToDataset(form, square(64, 3))
    expect(form.values).toMatchObject({ imageSize: 64, channels: 3, learningRate: 0.001 })
    expect(form.config?.dataset).toBe('cats')
  })

  it('of a copied run stay, but for the size and channels', () => {
    form.prefill(fakeConfig({ batchSize: 17 }), { from: 'a' })
    fitToDataset(form, square(64, 3))
    expect(form.values).toMatchObject({ imageSize: 64, channels: 3, batchSize: 17 })
  })

  it('stay if they fit already', () => {
    const before = { ...form.values }
    fitToDataset(form, square(28, 1, 'signs'))
    expect([form.values, form.dataset]).toEqual([before, 'signs'])
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
