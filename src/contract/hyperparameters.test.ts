import { describe, expect, it } from 'vitest'
import { exampleSettings } from './architectures/architecture'
import { architectureNamed } from './architectures/architectures'
import {
  hyperparameterNames,
  hyperparameters,
  hyperparameterSet,
  hyperparametersSchema,
  presetNames,
  presets,
  storedHyperparametersSchema,
} from './hyperparameters'
import { groupNames, optionsOf } from './recipe/entries'
import { groups } from './recipe/groups'
import { namesIn } from './recipe/hyperparameter-set'
import { whereItApplies } from './testing/where-it-applies'
import type { HyperparameterName } from './hyperparameters'
import type { Entry } from './recipe/entries'

const HAN = /\p{Script=Han}/u
const numeric = (entry: Entry) =>
  entry.kind === 'integer' || entry.kind === 'real' ? entry : undefined
const isRequest = (values: object) => hyperparametersSchema.safeParse(values).success
const isDocument = (values: object) => storedHyperparametersSchema.safeParse(values).success

describe('every entry', () => {
  it.each(hyperparameterNames)('%s is complete, in both languages', (name) => {
    const entry = hyperparameters[name]
    const { label, meaning } = entry
    const unit = numeric(entry)?.unit
    const options = optionsOf(entry)?.map((option) => option.label) ?? []
    for (const words of [label, meaning, ...(unit === undefined ? [] : [unit]), ...options]) {
      expect(words.en.trim()).not.toBe('')
      expect(words.en).not.toMatch(HAN)
      expect(words.zh).toMatch(HAN)
      expect(words.zh).not.toMatch(/\b(the|of|and|is|to)\b/i)
    }
    expect(meaning.en).toMatch(/\.$/)
    expect(meaning.zh).toMatch(/。$/)
    expect(groupNames).toContain(entry.group)
  })

  it.each(hyperparameterNames)('%s says what 0 stands for, if its meaning does', (name) => {
    const entry = hyperparameters[name]
    const { zero } = numeric(entry) ?? {}
    expect(zero !== undefined).toBe(entry.meaning.en.includes('0 = '))
    if (zero === undefined) return
    expect(entry.meaning.zh).toMatch(/0 (=|表示)/)
    expect(zero.en).toMatch(/^[A-Z]/)
    expect(zero.zh).toMatch(HAN)
  })

  it.each(hyperparameterNames)('%s can be changed with the arrow keys', (name) => {
    const entry = numeric(hyperparameters[name])
    if (entry === undefined)
      return expect(optionsOf(hyperparameters[name])?.length).toBeGreaterThan(0)
    expect(entry.arrowStep).toBeGreaterThan(0)
    expect(entry.arrowStep).toBeLessThan(entry.max - entry.min)
  })

  it.each(hyperparameterNames)('%s rejects values outside its range, and strings', (name) => {
    const entry = hyperparameters[name]
    const range = numeric(entry)
    const beyond = range === undefined ? ['no such', 2] : [range.min - 1, range.max + 1]
    for (const value of [...beyond, NaN, Infinity, String(entry.default), null, undefined]) {
      if (value === entry.default) continue
      expect(isRequest({ ...whereItApplies(name), [name]: value }), String(value)).toBe(false)
    }
  })

  it.each(hyperparameterNames)('%s accepts its default and both ends of its range', (name) => {
    const entry = hyperparameters[name]
    const range = numeric(entry)
    const ends = range === undefined ? [] : [range.min, range.max]
    for (const value of [entry.default, ...ends, ...(optionsOf(entry) ?? []).map((o) => o.value)]) {
      // An architecture may not support the reference's sizes.
      const built = name === 'architecture' ? architectureNamed(String(value)) : undefined
      const sizes = built === undefined ? {} : exampleSettings(built)
      // A schedule must end after it begins.
      const later = name === 'scheduleBegin' ? { scheduleEnd: 100_000 } : {}
      // Batches of one image need networks whose batch norm sees several values per image.
      const base = name === 'batchSize' ? presets.dcgan : whereItApplies(name)
      // The only size that can be halved as often as allowed.
      const halved = name === 'levels' ? { imageSize: 256 } : {}
      expect(
        isRequest({ ...base, ...sizes, ...later, ...halved, [name]: value }),
        String(value),
      ).toBe(true)
    }
  })
})

describe('the hyperparameters', () => {
  it('default to the values of the reference', () => {
    expect(presets.reference).toMatchObject({
      epochs: 50,
      batchSize: 64,
      learningRate: 0.0002,
      beta1: 0.5,
      beta2: 0.999,
      latentDim: 100,
      imageSize: 28,
      channels: 1,
      sampleInterval: 400,
    })
  })

  it.each(presetNames)(
    'of the preset %s are the same after parsing, as a request and as a document',
    (name) => {
      expect(hyperparametersSchema.parse(presets[name])).toEqual(presets[name])
      expect(storedHyperparametersSchema.parse(presets[name])).toEqual(presets[name])
    },
  )

  it('name an image size that the levels of convolutional networks cannot reach', () => {
    const problems = (values: object) =>
      hyperparametersSchema
        .safeParse({ ...presets.dcgan, ...values })
        .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(problems({ imageSize: 64, levels: 6 })).toBeUndefined()
    expect(problems({ imageSize: 28, levels: 3 })).toEqual([
      'levels: 28 pixels can be halved 2 times; for 3 levels, the image size must be a multiple of 8',
    ])
    expect(problems({ imageSize: 29, levels: 1 })).toEqual([expect.stringContaining('levels: 29')])
    expect(problems({ baseWidth: 0 })).toEqual(['baseWidth: must be from 1 to 1024'])
    expect(problems({ imageSize: 30, levels: 1 })).toBeUndefined()
  })

  it('allow only image sizes divisible by 4 for a dcgan', () => {
    const allows = (imageSize: number, architecture: 'mlp' | 'dcgan') =>
      isRequest({ ...presets.reference, architecture, imageSize })
    expect([4, 28, 32, 64].every((size) => allows(size, 'dcgan'))).toBe(true)
    expect([5, 6, 27, 30].some((size) => allows(size, 'dcgan'))).toBe(false)
    expect([5, 6, 27, 30].every((size) => allows(size, 'mlp'))).toBe(true)
  })
})

describe('a request', () => {
  it('must contain every hyperparameter and nothing else', () => {
    const { error } = hyperparametersSchema.safeParse({ ...presets.reference, unheardOf: 0.9 })
    expect(error?.issues[0]?.message).toContain('unheardOf')
    for (const name of hyperparameterNames) {
      const { [name]: _left, ...rest } = presets.reference
      expect(isRequest(rest), name).toBe(false)
    }
  })
})

describe('a document', () => {
  it.each(hyperparameterNames)(
    'may lack %s, which then has the value used before it existed',
    (name) => {
      const { [name]: _left, ...older } = presets.reference
      const { absent, default: usual } = hyperparameters[name]
      const expected = { ...presets.reference, [name]: absent ?? usual }
      expect(storedHyperparametersSchema.parse(older)).toEqual(expected)
    },
  )

  it('may have keys unknown to this version', () => {
    const newer = { ...presets.reference, unheardOf: 0.9 }
    expect(storedHyperparametersSchema.parse(newer)).toEqual(presets.reference)
  })

  it('may have values outside today’s range if their sign and type are right', () => {
    for (const name of hyperparameterNames) {
      const entry = numeric(hyperparameters[name])
      if (entry === undefined) continue
      expect(isDocument({ ...presets.reference, [name]: entry.max + 1 }), name).toBe(true)
      expect(isDocument({ ...presets.reference, [name]: -1 }), name).toBe(entry.min < 0)
      expect(isDocument({ ...presets.reference, [name]: '1' }), name).toBe(false)
    }
    expect(isDocument({ ...presets.reference, batchSize: 0 })).toBe(false)
    expect(isDocument({ ...presets.reference, batchSize: 1.5 })).toBe(false)
    expect(isDocument({ ...presets.reference, learningRate: 1e-9 })).toBe(true)
  })
})

it('docs/hyperparameters.md is up to date', async () => {
  const rowOf = (name: HyperparameterName) => {
    const entry = hyperparameters[name]
    const { label, meaning, referenceName } = entry
    const flag = `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`
    const also = referenceName === undefined ? '' : `, \`--${referenceName}\``
    const range = numeric(entry)
    const values =
      range === undefined
        ? optionsOf(entry)
            ?.map(({ value }) => value)
            .join(', ')
        : `${range.min} to ${range.max}`
    return `| ${label.en} | \`${flag}\`${also} | ${entry.default} | ${values} | ${range?.unit?.en ?? ''} | ${meaning.en} |`
  }
  const sections = groupNames.flatMap((group) => {
    const rows = namesIn(hyperparameterSet, group).map(rowOf)
    if (rows.length === 0) return []
    const { label, meaning } = groups[group]
    const head = '| Name | Flags | Default | Range | Unit | Meaning |'
    const rule = '| --- | --- | --- | --- | --- | --- |'
    return [`## ${label.en}`, '', meaning.en, '', head, rule, ...rows, '']
  })
  const page = [
    '# Hyperparameters',
    '',
    'Generated from `src/contract/recipe` by `npx vitest run src/contract -u`.',
    '',
    'Not every hyperparameter has an effect with every choice; one that has none cannot be given. [presets.md](presets.md) describes presets and their files.',
    '',
    ...sections,
  ].join('\n')
  await expect(page).toMatchFileSnapshot('../../docs/hyperparameters.md')
})
