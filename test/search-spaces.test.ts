import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { candidatesOf, readSpace } from '../bench/search/space'

const folder = fileURLToPath(new URL('../bench/search/spaces/', import.meta.url))

describe('search spaces', () => {
  it.each(readdirSync(folder))('%s lists valid, different configurations', (file) => {
    const candidates = candidatesOf(readSpace(folder + file))
    const different = new Set(candidates.map((one) => JSON.stringify(one.hyperparameters)))
    expect(different.size).toBe(candidates.length)
    expect(candidates.length).toBeGreaterThan(1)
  })

  it.each(readdirSync(folder))('%s gives costs of its own configurations only', (file) => {
    const { costs, trials } = readSpace(folder + file)
    for (const name of Object.keys(costs)) expect(Object.keys(trials)).toContain(name)
  })
})
