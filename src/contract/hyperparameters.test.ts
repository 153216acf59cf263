import { describe, expect, it } from 'vitest'
import { exampleSizes } from './architectures/architecture'
import { architectures } from './architectures/architectures'
import {
  hyperparameterNames,
  hyperparameters,
  hyperparametersSchema,
  presetNames,
  presets,
  storedHyperparametersSchema,
} from './hyperparameters'
import { groupNames, optionsOf } from './recipe/entries'
import type { Entry } from './recipe/entries'

const HAN = /\p{Script=Han}/u
const numeric = (entry: Entry) =>
  entry.kind === 'integer' || entry.kind === 'real' ? entry : undefined
const asks = (values: object) => hyperparametersSchema.safeParse(values).success
const reads = (values: object) => storedHyperparametersSchema.safeParse(values).success

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

  it.each(hyperparameterNames)('%s has neighbours that the arrow keys reach', (name) => {
    const entry = numeric(hyperparameters[name])
    if (entry === undefined)
      return expect(optionsOf(hyperparameters[name])?.length).toBeGreaterThan(0)
    expect(entry.arrowStep).toBeGreaterThan(0)
    expect(entry.arrowStep).toBeLessThan(entry.max - entry.min)
  })

  it.each(hyperparameterNames)('%s refuses what is outside its range, also a string', (name) => {
    const entry = hyperparameters[name]
    const range = numeric(entry)
    const beyond = range === undefined ? ['no such', 2] : [range.min - 1, range.max + 1]
    for (const value of [...beyond, NaN, Infinity, String(entry.default), null, undefined]) {
      if (value === entry.default) continue
      expect(asks({ ...presets.reference, [name]: value }), String(value)).toBe(false)
    }
  })

  it.each(hyperparameterNames)('%s accepts its default and what lies at its ends', (name) => {
    const entry = hyperparameters[name]
    const range = numeric(entry)
    const ends = range === undefined ? [] : [range.min, range.max]
    for (const value of [entry.default, ...ends, ...(optionsOf(entry) ?? []).map((o) => o.value)]) {
      // An architecture may not come in the reference's sizes.
      const sizes = name === 'architecture' ? exampleSizes(architectures[value as 'mlp']) : {}
      // Batches of one image are for networks whose batch norm sees several values of it.
      const base = name === 'batchSize' ? presets.dcgan : presets.reference
      expect(asks({ ...base, ...sizes, [name]: value }), String(value)).toBe(true)
    }
  })
})

describe('the hyperparameters', () => {
  it('start as the reference has them', () => {
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

  it.each(presetNames)('of the preset %s are what they are when asked for and read', (name) => {
    expect(hyperparametersSchema.parse(presets[name])).toEqual(presets[name])
    expect(storedHyperparametersSchema.parse(presets[name])).toEqual(presets[name])
  })

  it('let a dcgan have sizes that two halvings leave whole, and no others', () => {
    const allows = (imageSize: number, architecture: 'mlp' | 'dcgan') =>
      asks({ ...presets.reference, architecture, imageSize })
    expect([4, 28, 32, 64].every((size) => allows(size, 'dcgan'))).toBe(true)
    expect([5, 6, 27, 30].some((size) => allows(size, 'dcgan'))).toBe(false)
    expect([5, 6, 27, 30].every((size) => allows(size, 'mlp'))).toBe(true)
  })
})

describe('a request', () => {
  it('names every hyperparameter, and nothing else', () => {
    const { error } = hyperparametersSchema.safeParse({ ...presets.reference, momentum: 0.9 })
    expect(error?.issues[0]?.message).toContain('momentum')
    for (const name of hyperparameterNames) {
      const { [name]: _left, ...rest } = presets.reference
      expect(asks(rest), name).toBe(false)
    }
  })
})

describe('a document', () => {
  it.each(hyperparameterNames)(
    'may lack %s, which then is what it was before it was there',
    (name) => {
      const { [name]: _left, ...older } = presets.reference
      expect(storedHyperparametersSchema.parse(older)).toEqual(presets.reference)
    },
  )

  it('may have keys that this version does not know', () => {
    const newer = { ...presets.reference, momentum: 0.9 }
    expect(storedHyperparametersSchema.parse(newer)).toEqual(presets.reference)
  })

  it('may have values outside today’s range, but of the right sign and type', () => {
    for (const name of hyperparameterNames) {
      const entry = numeric(hyperparameters[name])
      if (entry === undefined) continue
      expect(reads({ ...presets.reference, [name]: entry.max + 1 }), name).toBe(true)
      expect(reads({ ...presets.reference, [name]: -1 }), name).toBe(entry.min < 0)
      expect(reads({ ...presets.reference, [name]: '1' }), name).toBe(false)
    }
    expect(reads({ ...presets.reference, batchSize: 0 })).toBe(false)
    expect(reads({ ...presets.reference, batchSize: 1.5 })).toBe(false)
    expect(reads({ ...presets.reference, learningRate: 1e-9 })).toBe(true)
  })
})

it('docs/hyperparameters.md is up to date', async () => {
  const rows = hyperparameterNames.map((name) => {
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
  })
  const page = [
    '# Hyperparameters',
    '',
    'Generated from `src/contract/recipe` by `npx vitest run src/contract -u`.',
    '',
    '| Name | Flags | Default | Range | Unit | Meaning |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
  await expect(page).toMatchFileSnapshot('../../docs/hyperparameters.md')
})
