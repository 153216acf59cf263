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
  return !isLength && entry.group !== 'output' && isOffered(entry, values)
}

/** Returns the highest absolute value of both curves, rounded up to one digit. */
export function reachOf({ dReal, dFake }: Example): number {
  const highest = Math.max(...[...dReal, ...dFake].map(Math.abs))
  const digit = 10 ** Math.floor(Math.log10(highest))
  return Math.ceil(highest / digit) * digit
}

interface Box {
  width: number
  height: number
}

/** Returns a curve's SVG polyline points; the box reaches from -`reach` at the bottom to `reach`. */
export function polyline(values: readonly number[], reach: number, { width, height }: Box): string {
  const last = Math.max(1, values.length - 1)
  return values
    .map((value, i) => {
      const y = (height * (reach - value)) / (2 * reach)
      return `${((i * width) / last).toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
