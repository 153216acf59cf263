import { describe, expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { openPreset, presetFileText, withFreeName } from './preset-file'

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
})
