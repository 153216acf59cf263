import { z } from 'zod'
import { hyperparameters, storedHyperparametersSchema } from '../../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../../contract/hyperparameters'
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

/** True for hyperparameters that change how a run learns, rather than its length or its output. */
export const isAboutTraining = (name: HyperparameterName): boolean =>
  hyperparameters[name].group !== 'output' && !['epochs', 'steps', 'seed'].includes(name)

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
