import { z } from 'zod'
import { hyperparameters, storedHyperparametersSchema } from '../../../../contract/hyperparameters'
import type { HyperparameterName, Hyperparameters } from '../../../../contract/hyperparameters'
import { isOffered } from '../../../../contract/recipe/hyperparameter-set'
import examples from './examples.json'

/* Real runs on MNIST, written with their samples by scripts/make-examples.mjs. */

export type ExampleKind = keyof typeof examples

const exampleSchema = z.object({
  steps: z.number(),
  /** Medians of D(x) and D(G(z)) over equal parts of training. */
  dReal: z.array(z.number()),
  dFake: z.array(z.number()),
  hyperparameters: storedHyperparametersSchema,
})
export type Example = z.infer<typeof exampleSchema>

export const exampleOf = (kind: ExampleKind): Example => exampleSchema.parse(examples[kind])

/** False for hyperparameters that only decide a run's length and output, or nothing at all. */
export function isAboutLearning(name: HyperparameterName, values: Hyperparameters): boolean {
  const entry = hyperparameters[name]
  const isLength = ['epochs', 'steps', 'seed', 'scheduleEnd'].includes(name)
  return (
    !isLength && entry.group !== 'output' && entry.group !== 'measuring' && isOffered(entry, values)
  )
}

/** Returns a range around 0 for both curves; its ends are rounded up to one digit. */
export function rangeAround0({ dReal, dFake }: Example): { low: number; high: number } {
  const highest = Math.max(...[...dReal, ...dFake].map(Math.abs))
  const digit = 10 ** Math.floor(Math.log10(highest))
  const high = Math.ceil(highest / digit) * digit
  return { low: -high, high }
}
