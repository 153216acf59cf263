import fs from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { architectureNames } from '../../src/contract/architectures/architectures'
import { networksOf } from '../../src/contract/architectures/networks-of'
import { networkSpecSchema } from '../../src/contract/architectures/spec'
import { hyperparametersSchema, presets } from '../../src/contract/hyperparameters'

/* The networks that are compared with PyTorch are those of the architectures. */

const topicSchema = z.object({
  networks: z.record(
    z.string(),
    z.object({ generator: networkSpecSchema, discriminator: networkSpecSchema }),
  ),
  recipes: z.array(
    z.object({
      networks: z.string(),
      hyperparameters: z.record(z.string(), z.unknown()),
      free: z.array(z.string()),
    }),
  ),
})

const all = ['dcgan', 'residual'].flatMap((topic) => {
  const file = new URL(`../fixtures/recipes/${topic}.json`, import.meta.url)
  const { networks, recipes } = topicSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  return recipes.map(({ networks: name, hyperparameters, free }) => ({
    ...{ name, free, specs: networks[name] },
    h: hyperparametersSchema.parse({ ...presets.reference, ...(hyperparameters as object) }),
  }))
})

it.each(all)('$name', ({ specs, h }) => {
  expect(specs).toEqual(networksOf(h))
})

it.each(all)('$name has gradients for every weight', ({ free }) => {
  expect(free.filter((name) => /\.(weight|weight_orig)$/.test(name))).toEqual([])
})

it('include every architecture but the reference, which has a fixture of its own', () => {
  const compared = new Set(all.map(({ h }) => h.architecture))
  expect(architectureNames.filter((name) => !compared.has(name))).toEqual(['mlp'])
})
