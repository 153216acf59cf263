import fs from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { presets, hyperparameterSet } from '../../contract/hyperparameters'
import { tempDir } from '../storage/testing/temp-dir'
import { compose } from '../../contract/recipe/hyperparameter-set'
import { choice, groupNames, integer } from '../../contract/recipe/entries'
import { groups } from '../../contract/recipe/groups'
import { openPreferences } from '../storage/preferences/preferences'
import { findPreset } from './preset-flag'
import { addHyperparameterFlags, withFlags } from './hyperparameter-flags'

const words = { en: 'Made up.', zh: '虚构的。' }
const described = { label: words, meaning: words, group: 'networks' as const }
const grown = compose(hyperparameterSet.entries, {
  noiseKind: choice({
    ...described,
    default: 'off',
    options: { off: { label: words }, on: { label: words } },
  }),
  noiseSize: integer({
    ...described,
    default: 4,
    min: 1,
    max: 9,
    arrowStep: 1,
    appliesWhen: ({ noiseKind }) => noiseKind === 'on',
  }),
})

/** Parses a command line, with flags for made-up hyperparameters. */
function parseFlags(...argv: string[]) {
  const command = new Command().exitOverride()
  addHyperparameterFlags(command, grown)
  command.parse(argv, { from: 'user' })
  return withFlags(grown, grown.defaults, command.opts())
}

describe('an entry', () => {
  it('has a flag with its description', () => {
    const command = new Command()
    addHyperparameterFlags(command, grown)
    const help = command.helpInformation().replaceAll(/\s+/g, ' ')
    expect(help).toContain('--noise-size <value> Made up. [1 to 9, default 4]')
    expect(help).toContain('--noise-kind <value> Made up. [off or on, default off]')
    expect(help).toContain('[1 or 3, default 1]')
    expect(help).toContain('[1 to 100000, default 50]')
    expect(help).toContain('(also --n_epochs)')
  })

  it('is listed under its group', () => {
    const command = new Command()
    addHyperparameterFlags(command, grown)
    const help = command.helpInformation()
    for (const group of groupNames) {
      const heading = `${groups[group].label.en}:\n`
      const flags = Object.values(grown.entries).filter((entry) => entry.group === group)
      expect(help.includes(heading), group).toBe(flags.length > 0)
    }
    expect(help.indexOf('Networks:')).toBeLessThan(help.indexOf('--noise-size'))
  })

  it('is set by its flag', () => {
    const asked = parseFlags('--noise-kind', 'on', '--noise-size', '7', '--channels', '3')
    expect(asked).toEqual({ ...grown.defaults, noiseKind: 'on', noiseSize: 7, channels: 3 })
  })

  it.each([
    [['--noise-kind', 'loud'], '--noise-kind: '],
    [['--noise-kind', 'on', '--noise-size', '10'], '--noise-size: '],
    [['--noise-size', 'big'], '--noise-size must be a number'],
    [['--channels', '2'], '--channels: must be 1 or 3'],
  ])('rejects %j', (argv, says) => {
    expect(() => parseFlags(...argv)).toThrow(says)
  })

  it('is rejected if it would have no effect', () => {
    expect(() => parseFlags('--noise-size', '7')).toThrow(
      '--noise-size has no effect with --noise-kind off',
    )
  })
})

describe('a preset', () => {
  it('is the base that flags override', () => {
    const values = withFlags(hyperparameterSet, presets.dcgan, { seed: 5 })
    expect(values).toEqual({ ...presets.dcgan, seed: 5 })
  })

  it('is a built-in one by its name, or a file', async () => {
    expect((await findPreset('dcgan', tempDir())).hyperparameters).toEqual(presets.dcgan)
    const file = join(tempDir(), 'mine.json')
    fs.writeFileSync(file, '{"name":"Mine","hyperparameters":{"epochs":3}}')
    expect((await findPreset(file, tempDir())).hyperparameters.epochs).toBe(3)
    await expect(findPreset(join(tempDir(), 'none.json'), tempDir())).rejects.toThrow(
      /no such file/,
    )
  })

  it('is one saved in the studio by its name; errors list the saved names', async () => {
    const root = tempDir()
    const { store } = await openPreferences(root)
    const mine = { name: 'Mine', hyperparameters: { ...presets.dcgan, epochs: 7 } }
    await store.change((preferences) => ({ ...preferences, presets: [mine] }))
    expect((await findPreset('Mine', root)).hyperparameters).toEqual(mine.hyperparameters)
    await expect(findPreset('mine', root)).rejects.toThrow(
      expect.objectContaining({ remedy: expect.stringContaining(', Mine.') }),
    )
    await expect(findPreset('Mine', tempDir())).rejects.toThrow('no preset')
  })

  it.each(['no such', 'toString'])('%s is rejected, listing the known presets', async (name) => {
    await expect(findPreset(name, tempDir())).rejects.toThrow(
      expect.objectContaining({ code: 'usage', remedy: expect.stringContaining('reference') }),
    )
  })
})
