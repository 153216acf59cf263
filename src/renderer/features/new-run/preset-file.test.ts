import { describe, expect, it } from 'vitest'
import { presetNames, presets, presetsByName } from '../../../contract/hyperparameters'
import { builtInLike, openPreset, presetFileText, withFreeName } from './preset-file'

const open = (text: string) => openPreset(new Blob([text]))
const mine = { name: 'Mine', hyperparameters: { ...presets.dcgan, epochs: 3 } }

describe('a preset file', () => {
  it('that was saved is opened as the same preset', async () => {
    expect(await open(presetFileText(mine))).toEqual({ preset: mine })
  })

  it('has every value, so that other defaults would not change it', () => {
    const { hyperparameters } = JSON.parse(presetFileText(mine)) as typeof mine
    expect(hyperparameters).toEqual(mine.hyperparameters)
  })

  it.each([
    ['{"name":"Mine","hyperparameters":{"momentum":1}}', 'hyperparameters.momentum'],
    ['{"name":"Mine","hyperparameters":{"epochs":0}}', 'hyperparameters.epochs'],
    ['{"name":"Mine","hyperparameters":{},"colour":1}', 'colour'],
    ['{"name":', 'JSON'],
    ['null', ''],
    [' '.repeat(2 ** 20 + 1), '1 MiB'],
  ])('%.50s is refused, naming what is wrong in both languages', async (text, says) => {
    const opened = await open(text)
    const faults = 'faults' in opened ? opened.faults : []
    expect(faults).toHaveLength(1)
    expect(faults[0]?.en).toContain(says)
    expect(faults[0]?.zh).toContain(says)
    expect(faults[0]?.zh).toMatch(/\p{Script=Han}/u)
  })
})

describe('the name of an opened preset', () => {
  const other = { ...mine, hyperparameters: presets.reference }

  it('stays if it is free, or the saved preset has the same values', () => {
    expect(withFreeName(mine, []).name).toBe('Mine')
    expect(withFreeName(mine, [mine]).name).toBe('Mine')
  })

  it('never replaces a preset with other values, nor grows too long', () => {
    expect(withFreeName(mine, [other]).name).toBe('Mine 2')
    expect(withFreeName(mine, [other, { ...other, name: 'Mine 2' }]).name).toBe('Mine 3')
    const long = 'x'.repeat(60)
    const { name } = withFreeName({ ...mine, name: long }, [{ ...other, name: long }])
    expect(name).toHaveLength(60)
    expect(name).toMatch(/ 2$/)
  })

  it('is not that of a built-in preset, neither the name nor the label', () => {
    const label = { en: 'Reference GAN', zh: '参考 GAN' }
    for (const name of presetNames) {
      expect(withFreeName({ ...mine, name }, []).name).toBe(`${name} 2`)
    }
    expect(withFreeName({ ...mine, name: '参考 GAN' }, []).name).toBe('参考 GAN 2')
    const free = withFreeName({ ...mine, name: 'reference', label }, [
      { ...other, name: 'reference 2' },
    ])
    expect(free).toEqual({
      ...mine,
      name: 'reference 3',
      label: { en: 'Reference GAN 3', zh: '参考 GAN 3' },
    })
    const long = { ...mine, label: 'x'.repeat(300) }
    const { label: cut } = withFreeName(long, [{ ...other, name: 'Mine' }])
    expect(cut).toHaveLength(300)
  })

  it('of a built-in preset, with its values, stands for that preset', () => {
    expect(builtInLike({ name: 'dcgan', hyperparameters: presets.dcgan })).toBe(presetsByName.dcgan)
    expect(builtInLike({ ...mine, name: 'dcgan' })).toBeUndefined()
    expect(builtInLike({ name: 'mine', hyperparameters: presets.dcgan })).toBeUndefined()
  })
})
