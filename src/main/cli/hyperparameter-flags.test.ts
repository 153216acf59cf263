import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { presets, hyperparameterSet } from '../../contract/hyperparameters'
import { compose } from '../../contract/recipe/hyperparameter-set'
import { choice, integer } from '../../contract/recipe/entries'
import { addHyperparameterFlags, readHyperparameters, withFlags } from './hyperparameter-flags'

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
    expect(help).toContain('[1 to 100000, default 50 (preset dcgan: 20)]')
    expect(help).toContain('(also --n_epochs)')
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
    expect(() => parseFlags('--noise-size', '7')).toThrow('--noise-size has no effect')
  })
})

describe('a preset', () => {
  it('is the base that flags override', () => {
    expect(readHyperparameters('dcgan', { seed: 5 })).toEqual({ ...presets.dcgan, seed: 5 })
  })

  it.each(['no such', 'toString'])('%s is rejected, listing the known presets', (name) => {
    expect(() => readHyperparameters(name, {})).toThrow(
      expect.objectContaining({ code: 'usage', remedy: expect.stringContaining('reference') }),
    )
  })
})
