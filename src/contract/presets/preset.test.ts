import { describe, expect, it } from 'vitest'
import {
  hyperparameterSet,
  presetNames,
  presets,
  presetSchema,
  presetsByName,
} from '../hyperparameters'
import { choice, real } from '../recipe/entries'
import { compose } from '../recipe/hyperparameter-set'
import { wordsOf, presetSchema as schemaFor } from './preset'
import { presetFaults } from './preset-faults'

const HAN = /\p{Script=Han}/u

const words = { en: 'Made up.', zh: '虚构的。' }
const described = { label: words, meaning: words, group: 'objective' as const }
const grown = compose(hyperparameterSet.entries, {
  penaltyKind: choice({
    ...described,
    default: 'off',
    options: { off: { label: words }, on: { label: words } },
  }),
  penaltySize: real({
    ...described,
    ...{ default: 10, min: 0, max: 100, arrowStep: 1 },
    appliesWhen: ({ penaltyKind }) => penaltyKind === 'on',
  }),
})

/** Explains the faults of a preset, in English and in Chinese. */
function faultsOf(preset: unknown): string[] {
  const { error } = schemaFor(grown).safeParse(preset)
  return error === undefined
    ? []
    : presetFaults(error, grown.entries).flatMap(({ en, zh }) => [en, zh])
}

const mine = (hyperparameters: object, more: object = {}) => ({
  name: 'Mine',
  hyperparameters,
  ...more,
})

describe('built-in presets', () => {
  it.each(presetNames)(
    '%s says what it is for, costs and comes from, in both languages',
    (name) => {
      const { name: own, label, for: purpose, cost, source } = presetsByName[name]
      expect(own).toBe(name)
      expect(name).toMatch(/^[a-z0-9-]+$/)
      for (const text of [label, purpose, cost, source]) {
        const { en, zh } = wordsOf(text ?? '')
        expect(en).toMatch(/\S/)
        expect(en).not.toMatch(HAN)
        expect(zh).toMatch(HAN)
        if (text === label) continue
        expect(en).toMatch(/\.$/)
        expect(zh).toMatch(/。$/)
      }
    },
  )

  it('keep the values that reference and dcgan have always had', () => {
    expect(presets.reference).toEqual(hyperparameterSet.defaults)
    const { defaults } = hyperparameterSet
    expect(presets.dcgan).toEqual({ ...defaults, architecture: 'dcgan', epochs: 20 })
  })
})

describe('a preset', () => {
  it('has the default for each value that it leaves out', () => {
    const schema = schemaFor(grown)
    expect(schema.parse(mine({}))).toEqual(mine(grown.defaults))
    const given = { penaltyKind: 'on', penaltySize: 1, epochs: 3 }
    expect(schema.parse(mine(given))).toEqual(mine({ ...grown.defaults, ...given }))
  })

  it('is read unchanged from what reading it gives', () => {
    for (const name of presetNames) {
      const again: unknown = JSON.parse(JSON.stringify(presetsByName[name]))
      expect(presetSchema.parse(again)).toEqual(presetsByName[name])
    }
  })

  it('may say something about itself in one language or in both', () => {
    const about = { for: 'Testing.', cost: { en: 'Nothing.', zh: '无。' } }
    expect(presetSchema.parse(mine({}, about))).toMatchObject(about)
    expect(wordsOf('Testing.')).toEqual({ en: 'Testing.', zh: 'Testing.' })
  })

  it.each([
    [{ dropout: 0.9 }, 'hyperparameters.dropout: is not a hyperparameter', '不是此版本的参数'],
    [{ toString: 1 }, 'hyperparameters.toString: is not a hyperparameter', '不是此版本的参数'],
    [{ learningRate: 2 }, 'hyperparameters.learningRate: must be from 1e-7 to 1', '1e-7 到 1'],
    [{ epochs: 1.5 }, 'hyperparameters.epochs: must be a whole number', '整数'],
    [{ epochs: '5' }, 'hyperparameters.epochs: must be a whole number', '整数'],
    [{ channels: 2 }, 'hyperparameters.channels: must be 1 or 3', '1、3 之一'],
    [{ architecture: 'x' }, 'hyperparameters.architecture: must be one of', 'mlp、dcgan'],
    [
      { architecture: 'dcgan', imageSize: 30 },
      'hyperparameters.imageSize: must be a multiple of 4',
      '4 的倍数',
    ],
    [
      { penaltySize: 5 },
      'hyperparameters.penaltySize: has no effect with penaltyKind off',
      '不起作用',
    ],
    [{ penaltyKind: 'on', penaltySize: -1 }, 'hyperparameters.penaltySize: must be', '0 到 100'],
  ])('with %j is refused, naming the key', (hyperparameters, en, zh) => {
    const faults = faultsOf(mine(hyperparameters))
    expect(faults).toHaveLength(2)
    expect(faults[0]).toContain(en)
    expect(faults[1]).toContain(zh)
  })

  it('may give a value without effect if it is the default, as complete presets do', () => {
    expect(faultsOf(mine({ penaltySize: 10 }))).toEqual([])
  })

  it.each([
    [mine({}, { colour: 'red' }), 'colour: presets have no such key'],
    [mine({}, { name: ' ' }), 'name: must not be empty'],
    [mine({}, { name: 'x'.repeat(61) }), 'name: must have at most 60 characters'],
    [mine({}, { for: 'x'.repeat(301) }), 'for: must have at most 300 characters'],
    [{ hyperparameters: {} }, 'name: is missing'],
    [mine({}, { name: 5 }), 'name: must be text in quotes'],
    [mine(JSON.parse('{"__proto__":{}}') as object), 'hyperparameters.__proto__: is not'],
    [mine({}, { for: { en: 'Only English.' } }), 'for.zh: is missing'],
    [mine({}, { for: 5 }), 'for: must be a text'],
    [{ name: 'Mine' }, 'hyperparameters: is missing'],
    [mine([]), 'hyperparameters: must be an object in braces'],
    [null, 'must be an object in braces'],
  ])('of the form %j is refused, naming the key', (preset, en) => {
    expect(faultsOf(preset)[0]).toContain(en)
  })

  it('with thousands of unknown keys names the first, and counts the others', () => {
    const keys = Array.from({ length: 5000 }, (_, i) => [`key${i}`, 1] as const)
    const faults = faultsOf(mine({}, Object.fromEntries(keys)))
    expect(faults).toHaveLength(22)
    expect(faults.slice(-2)).toEqual(['and 4990 more', '另有 4990 处'])
  })

  it('names every key at fault', () => {
    const faults = faultsOf(mine({ dropout: 1, epochs: 0, penaltySize: 5 }))
    expect(faults.filter((text) => !HAN.test(text))).toHaveLength(3)
  })
})
