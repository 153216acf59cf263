import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { presetSchema } from '../../src/contract/hyperparameters'
import { seededRandom } from '../../src/main/storage/testing/samples-of-data'

/*
 * A search space: the file that says which configurations are tried, on which data, for how long.
 */

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number()]))

const spaceSchema = z.strictObject({
  /** A data set with a held-out part, on which configurations are judged. */
  dataset: z.string().min(1),
  /** The feature net of the metrics. */
  net: z.string().min(1),
  /** Number of generated images per evaluation. */
  count: z.number().int().positive().default(10_000),
  /** The settings that all configurations share. */
  base: valuesSchema,
  /** Configurations by name: their differences from `base`. */
  trials: z.record(z.string(), valuesSchema).default({}),
  /** Configurations drawn at random: each takes one value per hyperparameter. */
  random: z
    .strictObject({
      count: z.number().int().positive(),
      seed: z.number().int().min(0).default(1),
      choices: z.record(z.string(), z.array(z.union([z.string(), z.number()])).min(1)),
    })
    .optional(),
  /**
   * Steps of each rung of successive halving (Jamieson and Talwalkar 2016). Every rung trains from
   * the start, so that schedules end with it; the best third advances to the next.
   */
  rungs: z.array(z.number().int().positive()).min(1),
  /**
   * Time per step relative to `base`, by trial name: a trial that is twice as slow gets half the
   * steps.
   */
  costs: z.record(z.string(), z.number().positive()).default({}),
  seeds: z.array(z.number().int().min(0)).min(1).default([1]),
})
export type Space = z.infer<typeof spaceSchema>
export type Values = z.infer<typeof valuesSchema>

export const readSpace = (file: string): Space =>
  spaceSchema.parse(JSON.parse(readFileSync(file, 'utf8')))

export interface Candidate {
  name: string
  hyperparameters: Values
  /** Time per step relative to `base`. */
  cost: number
}

/**
 * All candidates of a space.
 *
 * @throws ZodError if hyperparameters of a candidate are invalid, contradict each other or have no
 *   effect
 */
export function candidatesOf({ base, trials, random, costs }: Space): Candidate[] {
  const changes = new Map(Object.entries(trials))
  const draw = seededRandom(random?.seed ?? 1)
  for (let i = 0; i < (random?.count ?? 0); i++) {
    const chosen = Object.entries(random?.choices ?? {}).map(
      ([name, values]) => [name, values[Math.floor(draw() * values.length)] ?? 0] as const,
    )
    changes.set(`random ${i + 1}`, Object.fromEntries(chosen))
  }
  return [...changes].map(([name, change]) => {
    const hyperparameters = { ...base, ...change }
    presetSchema.parse({ name, hyperparameters })
    return { name, hyperparameters, cost: costs[name] ?? 1 }
  })
}
