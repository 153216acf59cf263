import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hyperparameterSet, presetNames, presets } from '../src/contract/hyperparameters'

const folder = new URL('../resources/presets/', import.meta.url)

describe('built-in presets', () => {
  it('are exactly the files in resources/presets', () => {
    const files = fs.readdirSync(folder).map((file) => file.replace(/\.json$/, ''))
    expect([...presetNames].toSorted()).toEqual(files.toSorted())
    expect(presetNames[0]).toBe('reference')
  })

  it.each(presetNames)('%s has only values that differ from the defaults in its file', (name) => {
    const file = JSON.parse(fs.readFileSync(new URL(`${name}.json`, folder), 'utf8')) as {
      hyperparameters: Record<string, unknown>
    }
    const { defaults } = hyperparameterSet
    const differing = Object.entries(presets[name]).filter(
      ([key, value]) => value !== defaults[key as keyof typeof defaults],
    )
    expect(Object.fromEntries(differing)).toEqual(file.hyperparameters)
  })
})
