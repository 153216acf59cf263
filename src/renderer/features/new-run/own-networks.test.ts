import { beforeEach, describe, expect, it } from 'vitest'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import { presets, presetsByName } from '../../../contract/hyperparameters'
import { runConfigSchema } from '../../../contract/run'
import { settingsSchema } from '../../../contract/settings'
import { tinyNetworks, tinyWith } from '../../../contract/testing/tiny-networks'
import { fakeConfig, fakeDatasets } from '../../testing/fake-data'
import { openArchitecture } from './architecture-file'
import { NewRunForm } from './new-run.svelte'

const tiny = ownNetworksSchema.parse(tinyNetworks)
let form: NewRunForm
beforeEach(() => {
  form = new NewRunForm(
    () => settingsSchema.parse({}),
    () => fakeDatasets,
    () => [],
  )
})

describe('the form with own networks', () => {
  it('has a valid configuration with them, and applying a preset keeps them', () => {
    form.openNetworks(tiny)
    for (const change of [() => undefined, () => form.applyPreset(presetsByName.dcgan)]) {
      change()
      expect(form.config).toMatchObject({ networks: tiny, hyperparameters: { latentDim: 6 } })
      expect(runConfigSchema.safeParse(form.config).success).toBe(true)
    }
    expect(form.config?.hyperparameters.epochs).toBe(presets.dcgan.epochs)
  })

  it('does not offer what they determine, until they are removed', () => {
    const before = { ...form.values }
    form.openNetworks(tiny)
    expect(form.groups).toContain('networks')
    expect(form.namesIn('networks')).not.toContain('architecture')
    expect(form.namesIn('data')).not.toContain('imageSize')
    form.removeNetworks()
    expect({ ...form.values }).toEqual(before)
    expect(form.config?.networks).toBeUndefined()
    expect(form.namesIn('networks')).toContain('architecture')
  })

  it('counts them as a change, taken back alone or with all others', () => {
    const before = { ...form.values }
    for (const takeBack of [() => form.resetNetworks(), () => form.resetAll()]) {
      expect(form.networksChanged).toBe(false)
      form.openNetworks(tiny, 'tiny.json')
      expect([form.networksChanged, form.networksFile]).toEqual([true, 'tiny.json'])
      takeBack()
      expect(form.networks).toBeUndefined()
      expect({ ...form.values }).toEqual(before)
    }
  })

  it('returns to the networks of a copied run, never to a custom architecture without any', () => {
    form.openNetworks(tiny)
    const config = form.config ?? fakeConfig()
    const takeBack = [
      () => form.resetNetworks(),
      () => form.resetAll(),
      () => form.reset('architecture'),
    ]
    for (const [i, back] of takeBack.entries()) {
      form.prefill(config, { from: String(i) })
      expect(form.networksChanged).toBe(false)
      form.removeNetworks()
      back()
      expect(form.config).toEqual(config)
    }
    form.openNetworks(ownNetworksSchema.parse(tinyWith('generator', {})), 'other.json')
    expect(form.networksChanged).toBe(true)
    form.resetNetworks()
    expect(form.config).toEqual(config)
    form.applyPreset(presetsByName.dcgan)
    expect([form.networks, form.networksChanged]).toEqual([tiny, true])
  })

  it('marks a penalty that conflicts with the layers', () => {
    const [first, ...rest] = tinyNetworks.discriminator.layers
    const layers = [first, { type: 'batchNorm2d' }, ...rest]
    form.openNetworks(ownNetworksSchema.parse(tinyWith('discriminator', { layers })))
    form.values.penalty = 'gradientPenalty'
    expect(form.issues.penalty?.words?.en).toContain('without batch norm')
    expect(form.config).toBeUndefined()
  })

  it('copies them from a run, and returns to a built-in architecture without them', () => {
    form.openNetworks(tiny)
    const config = form.config ?? fakeConfig()
    form.clear()
    expect(form.networks).toBeUndefined()
    form.prefill(config, { from: 'a' })
    expect(form.config?.networks).toEqual(tiny)
    const restore = form.snapshot()
    form.removeNetworks()
    expect(form.values).toMatchObject({ architecture: 'mlp', imageSize: 28 })
    expect(form.config).toBeDefined()
    restore()
    expect(form.config?.networks).toEqual(tiny)
  })
})

it.each([
  ['{"generator":', 'not JSON'],
  ['{"name":"a","name":"b"}', '“name” twice'],
  ['{\0', 'not UTF-8'],
  [' '.repeat(2 ** 20 + 1), 'larger than 1 MiB'],
  [JSON.stringify({ ...tinyNetworks, x: 1 }), 'no key “x”'],
])('a bad file is explained: %.20s', async (text, says) => {
  const opened = await openArchitecture(new Blob([text]))
  const faults = 'faults' in opened ? opened.faults : []
  expect(faults[0]?.en).toContain(says)
  expect(faults[0]?.zh).toMatch(/[\u4e00-\u9fff]/)
})
